package dev.eqm.core.startup;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts libtorch, once, before the first array of a program. Everything in eqm that needs libtorch
 * asks here.
 *
 * <p>DJL would ask a cloud's metadata service who it runs for, and download what is missing: eqm
 * sets {@code ai.djl.offline} to true first, unless the user has set it or {@code DJL_OFFLINE}.
 *
 * <p>DJL switches the grad mode off in the thread that happens to load libtorch. It is loaded in a
 * thread of its own, so that in all threads of a program it is the same: on.
 */
public final class Startup {
    /** What is told to {@link System.Logger}s goes by this name, at level INFO. */
    public static final String LOGGER = "dev.eqm.core.startup";

    private static final String OFFLINE = "ai.djl.offline";
    private static final Object LOADING = new Object();
    private static final AtomicReference<Engine> ENGINE = new AtomicReference<>();

    private Startup() {}

    /**
     * The engine, started if it is not running.
     *
     * @throws UncheckedIOException if libtorch has to be unpacked and cannot be, saying where to
     */
    public static Engine engine() {
        Engine engine = ENGINE.get();
        if (engine != null) {
            return engine;
        }
        synchronized (LOADING) {
            if (ENGINE.get() == null) {
                ENGINE.set(start());
            }
            return ENGINE.get();
        }
    }

    /**
     * Begins to load libtorch on another thread, for programs that have something else to do first.
     * Does nothing where it would have to be unpacked: nobody has asked for it yet. A failure is
     * told by {@link #engine()}, which tries again.
     *
     * @return the thread; a program must not exit before it has ended, because libtorch does not
     *     survive an exit while it is being loaded
     */
    public static Thread begin() {
        Thread early = new Thread(Startup::loadIfUnpacked, "eqm loads libtorch early");
        early.setDaemon(true);
        early.start();
        return early;
    }

    private static void loadIfUnpacked() {
        try {
            if (Natives.bundled().filter(natives -> !natives.isToBeUnpacked()).isPresent()) {
                engine();
            }
        } catch (RuntimeException | LinkageError e) {
            return; // whoever needs it meets the same and can tell what it was needed for
        }
    }

    private static Engine start() {
        if (System.getProperty(OFFLINE) == null && System.getenv("DJL_OFFLINE") == null) {
            System.setProperty(OFFLINE, "true");
        }
        Optional<Natives> natives = Natives.bundled();
        natives.ifPresent(Startup::prepare);
        try {
            return loaded();
        } catch (EngineException e) {
            if (natives.isPresent() && e.getCause() instanceof IOException cause) {
                throw new UncheckedIOException(natives.get().cannotBeUnpacked(cause), cause);
            }
            throw e;
        }
    }

    private static void prepare(Natives natives) {
        try {
            natives.requireWritable();
        } catch (IOException e) {
            throw new UncheckedIOException(natives.cannotBeUnpacked(e), e);
        }
        if (natives.isToBeUnpacked()) {
            System.getLogger(LOGGER)
                    .log(
                            System.Logger.Level.INFO,
                            () ->
                                    String.format(
                                            Locale.ROOT,
                                            "unpacking libtorch (%2$d MB) into %1$s, only this once; %3$s chooses another folder",
                                            natives.folder(),
                                            natives.megabytes(),
                                            Natives.VARIABLE));
        }
    }

    /** Waits for the loading thread, whatever interrupts the wait. */
    private static Engine loaded() {
        AtomicReference<Engine> engine = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread loading =
                new Thread(() -> engine.set(Engine.getEngine("PyTorch")), "eqm loads libtorch");
        loading.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        loading.start();
        boolean interrupted = false;
        while (true) {
            try {
                loading.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable e = failure.get();
        if (e instanceof Error error) {
            throw error;
        }
        if (e != null) {
            throw (RuntimeException) e;
        }
        return engine.get();
    }
}
