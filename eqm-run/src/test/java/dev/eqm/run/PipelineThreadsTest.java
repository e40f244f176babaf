package dev.eqm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.Picture;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.session.Cancellation;
import dev.eqm.sample.session.GenerationSession;
import dev.eqm.sample.session.Item;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class PipelineThreadsTest {
    /** So many steps that only an early end is quick; close() would wait for all of them. */
    private static final int ENDLESS = 50_000;

    @TempDir private Path runs;
    private final ExecutorService pool = Executors.newFixedThreadPool(4);

    @AfterEach
    void endThreads() {
        pool.shutdownNow();
    }

    @Test
    void manyThreadsGetWhatOneGets() throws Exception {
        try (Pipeline eqm = Pipeline.open(SmallRuns.train(runs, "lanes=2"))) {
            List<Callable<Object>> calls = new ArrayList<>();
            for (int seed = 0; seed < 4; seed++) {
                int s = seed;
                List<Picture> pictures = eqm.generate("all", 3, s);
                calls.add(() -> eqm.generate("all", 5, s));
                calls.add(() -> eqm.inpaint(pictures, "top", "dog, cat", s));
                calls.add(() -> List.of(eqm.anomaly(pictures)[s % 3]));
                calls.add(() -> List.of(eqm.gradient(pictures, "bird")[0][s]));
            }
            List<Object> serial = new ArrayList<>();
            for (Callable<Object> call : calls) {
                serial.add(call.call());
            }
            List<Future<Object>> answers = pool.invokeAll(calls);
            for (int i = 0; i < serial.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(serial.get(i));
            }
        }
    }

    @Test
    void aCancelledFutureEndsItsCallAndFreesItsMemory() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        RunListener ears =
                new RunListener() {
                    @Override
                    public void progressed(double fraction, String what) {
                        begun.countDown(); // two steps are done
                    }
                };
        Path run = SmallRuns.train(runs, "lanes=2");
        try (Pipeline eqm = Pipeline.from(run).listener(ears).steps(ENDLESS).open()) {
            BlockingQueue<String> ends = new LinkedBlockingQueue<>();
            eqm.gradient(new float[3][36], "all"); // the model keeps what labels become
            long before = LeakCheck.openArrays();
            Future<?> future =
                    pool.submit(
                            () -> {
                                try {
                                    eqm.generate("all", 3, 0);
                                } catch (CancellationException e) {
                                    boolean kept = Thread.currentThread().isInterrupted();
                                    ends.add(e.getMessage() + " " + kept);
                                }
                            });
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            future.cancel(true);
            assertThat(ends.poll(10, TimeUnit.SECONDS))
                    .startsWith("the thread was interrupted after step ")
                    .endsWith(" of the samples from 0 on true");
            assertThat(LeakCheck.openArrays()).isEqualTo(before);

            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> eqm.gradient(new float[1][36], "all"))
                    .isInstanceOf(CancellationException.class);
            assertThatThrownBy(() -> eqm.generate("all", 3, 0))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("before the first step");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(eqm.gradient(new float[1][36], "all")).hasDimensions(1, 36);
        }
    }

    @Test
    void closeWaitsForCallsAndSessions() throws Exception {
        Path run = SmallRuns.train(runs);
        Pipeline eqm = Pipeline.from(run).steps(2000).open();
        GenerationSession session = eqm.session();
        Future<List<Picture>> call = pool.submit(() -> eqm.generate("all", 3, 0));
        Future<?> request =
                pool.submit(
                        () ->
                                session.generate(
                                        session.request(List.of(new Item(0, 1))),
                                        new Cancellation()));
        while (session.running() == 0) {
            Thread.onSpinWait();
        }
        eqm.close();
        assertThat(request.isDone()).isTrue();
        request.get();
        try {
            assertThat(call.get()).hasSize(3); // unless close() was quicker than its thread
        } catch (ExecutionException e) {
            assertThat(e).cause().hasMessage("the pipeline is closed: open another one");
        }
        eqm.close();
        assertThatThrownBy(() -> eqm.generate("all", 1, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the pipeline is closed: open another one");
        assertThatThrownBy(
                        () ->
                                session.generate(
                                        session.request(List.of(new Item(0, 1))),
                                        new Cancellation()))
                .hasMessage("the session is closed: open another one");
    }

    @Test
    void aSessionIsOverTheSameModel() {
        try (Pipeline eqm = Pipeline.from(SmallRuns.train(runs)).guidance(2).open()) {
            List<Picture> pictures = eqm.generate("dog, cat", 2, 9);
            List<Item> items = List.of(new Item(1, 9, 0), new Item(0, 9, 1));
            try (GenerationSession session = eqm.session(Duration.ofMinutes(1))) {
                assertThat(session.request(items).settings().timeout())
                        .isEqualTo(Duration.ofMinutes(1));
                assertThat(session.generate(session.request(items), new Cancellation()).pictures())
                        .isEqualTo(pictures);
            }
            assertThat(eqm.generate("dog, cat", 2, 9)).isEqualTo(pictures);
        }
    }
}
