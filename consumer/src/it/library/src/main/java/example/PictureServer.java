package example;

import dev.eqm.core.data.Picture;
import dev.eqm.run.Pipeline;
import dev.eqm.sample.session.Cancellation;
import dev.eqm.sample.session.GenerationSession;
import dev.eqm.sample.session.Item;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A model behind a pool of threads: a request that nobody waits for any more ends at once. */
public final class PictureServer implements AutoCloseable {
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final Pipeline eqm;
    private final GenerationSession session;

    /** Serves the newest weights of a run. */
    public PictureServer(Path run) {
        eqm = Pipeline.open(run);
        session = eqm.session(Duration.ofMinutes(2)); // the longest that a request may take
    }

    /** Begins a picture; {@code cancel(true)} ends it within a step and frees its memory. */
    public Future<Picture> ask(long label, long seed, int steps) {
        return pool.submit(
                () ->
                        session.generate(
                                        session.request(List.of(new Item(label, seed)))
                                                .withSteps(steps),
                                        new Cancellation())
                                .pictures()
                                .get(0));
    }

    /** Requests that have begun and not ended. */
    public int running() {
        return session.running();
    }

    @Override
    public void close() {
        pool.shutdownNow(); // interrupts what runs
        eqm.close(); // waits for it
    }
}
