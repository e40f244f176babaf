package dev.eqm.cli.console;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows that a command is alive while it works, for all commands in one place: {@link Console#beat}
 * every second.
 *
 * <p>A command that has told nothing yet is "starting". In a pipe the first line comes after {@link
 * #FIRST_SECONDS} of silence, later ones after {@link #YOUNG_QUIET_SECONDS}, after a minute only
 * every {@link #QUIET_SECONDS}: short work prints nothing.
 */
final class Heartbeat implements AutoCloseable {
    /** Silence that a person takes for a hang is longer. */
    static final double FIRST_SECONDS = 3;

    /** Between two lines of a log that say nothing but how far it is. */
    static final double QUIET_SECONDS = 10;

    /** The same while a command is young: nobody knows yet that it works. */
    static final double YOUNG_QUIET_SECONDS = 5;

    /** So long a command is young. */
    static final double YOUNG_SECONDS = 60;

    private final Console console;
    private final ScheduledExecutorService beats;

    private Heartbeat(Console console) {
        this.console = console;
        this.beats =
                Executors.newSingleThreadScheduledExecutor(
                        work -> {
                            Thread thread = new Thread(work, "heartbeat");
                            thread.setDaemon(true); // a command that fails ends the process
                            return thread;
                        });
    }

    /** Begins to beat; closed when the command is done. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor
    static Heartbeat of(Console console) {
        Heartbeat heart = new Heartbeat(console);
        heart.beats.scheduleAtFixedRate(console::beat, 1000, 1000, TimeUnit.MILLISECONDS);
        return heart;
    }

    @Override
    public void close() {
        beats.shutdownNow();
        console.idle();
    }
}
