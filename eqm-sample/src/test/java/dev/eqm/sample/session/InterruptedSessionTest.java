package dev.eqm.sample.session;

import static dev.eqm.sample.session.SessionModel.ENDLESS;
import static dev.eqm.sample.session.SessionModel.await;
import static dev.eqm.sample.session.SessionModel.items;
import static dev.eqm.sample.session.SessionModel.pictures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.Picture;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.integrator.DormandPrince;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class InterruptedSessionTest {
    @Test
    void aCancelledFutureEndsItsRequestAndNoOther() throws Exception {
        try (GenerationSession session = SessionModel.open()) {
            List<Picture> usual = pictures(session, session.request(items()));
            long before = LeakCheck.openArrays();
            ExecutorService pool = Executors.newSingleThreadExecutor();
            BlockingQueue<String> ended = new LinkedBlockingQueue<>();
            try {
                Future<?> future = pool.submit(() -> ended.add(end(session)));
                await(() -> LeakCheck.openArrays() > before);
                assertThat(future.cancel(true)).isTrue();
                assertThat(ended.poll(10, TimeUnit.SECONDS))
                        .containsPattern("interrupted (after step|before its first step)")
                        .endsWith("true");
            } finally {
                pool.shutdown();
                session.cancelAll(); // or close() would wait for ever
            }
            assertThat(session.running()).isZero();
            assertThat(LeakCheck.openArrays()).isEqualTo(before);
            assertThat(pictures(session, session.request(items()))).isEqualTo(usual);
        }
    }

    /** How an endless request ended, and whether the thread was interrupted still. */
    private static String end(GenerationSession session) {
        try {
            session.generate(session.request(items()).withSteps(ENDLESS), new Cancellation());
            return "not at all";
        } catch (CancellationException e) {
            return e.getMessage() + " " + Thread.currentThread().isInterrupted();
        }
    }

    @Test
    void anInterruptedThreadBeginsNothing() {
        try (GenerationSession session = SessionModel.open()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> pictures(session, session.request(items())))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("the thread was interrupted before it began");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** It tells nobody of its steps. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anIntegratorThatChoosesItsStepsEndsAsWell(boolean interrupts) throws Exception {
        try (GenerationSession session = SessionModel.open()) {
            GenerationRequest endless =
                    session.request(items())
                            .withIntegrator(new DormandPrince(1e-15, 1e-15, ENDLESS));
            Cancellation cancellation = new Cancellation();
            AtomicReference<Exception> end = new AtomicReference<>();
            Thread thread =
                    new Thread(
                            () -> {
                                try {
                                    session.generate(endless, cancellation);
                                } catch (CancellationException e) {
                                    end.set(e);
                                }
                            });
            thread.start();
            await(() -> session.running() == 1);
            if (interrupts) {
                thread.interrupt();
            } else {
                cancellation.cancel();
            }
            thread.join(10_000);
            session.cancelAll();
            assertThat(end.get()).hasMessageContaining(interrupts ? "interrupted" : "cancelled");
        }
    }
}
