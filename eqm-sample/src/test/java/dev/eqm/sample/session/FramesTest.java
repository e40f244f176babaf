package dev.eqm.sample.session;

import static dev.eqm.sample.session.SessionModel.ENDLESS;
import static dev.eqm.sample.session.SessionModel.await;
import static dev.eqm.sample.session.SessionModel.items;
import static dev.eqm.sample.session.SessionModel.pictures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.Picture;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.output.FrameSteps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rules of Flow.Publisher, and that frames are what the run went through. */
@ExtendWith(LeakCheck.class)
class FramesTest {
    private static final FrameSteps STEPS = FrameSteps.parse("0,5,10", 10);

    /** Notes every signal. */
    private static class Notes implements Flow.Subscriber<Frame> {
        final List<Frame> frames = new CopyOnWriteArrayList<>();
        final List<Object> ends = new CopyOnWriteArrayList<>();
        volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void onError(Throwable problem) {
            ends.add(problem);
        }

        @Override
        public void onComplete() {
            ends.add("complete");
        }
    }

    private static Notes subscribed(GenerationSession session, int steps) {
        Notes notes = new Notes();
        session.frames(session.request(items()).withSteps(steps), STEPS).subscribe(notes);
        return notes;
    }

    @Test
    void framesComeAsRequestedAndNoneIsLost() throws InterruptedException {
        try (GenerationSession session = SessionModel.open()) {
            Notes notes = subscribed(session, 10);
            Thread.sleep(50);
            assertThat(notes.frames).isEmpty();
            notes.subscription.request(1);
            await(() -> notes.frames.size() == 1);
            notes.subscription.request(1);
            notes.subscription.request(1);
            await(() -> notes.frames.size() == 3);
            Thread.sleep(50);
            assertThat(notes.frames).hasSize(3);
            assertThat(notes.ends).isEmpty();
            assertThat(session.running()).isEqualTo(1);
            notes.subscription.request(Long.MAX_VALUE);
            notes.subscription.request(Long.MAX_VALUE); // an overflow is "unbounded", not negative
            await(() -> !notes.ends.isEmpty());
            assertThat(notes.ends).containsExactly("complete");
            assertThat(notes.frames.stream().map(f -> f.first() + ":" + f.step()))
                    .containsExactly("0:0", "0:5", "0:10", "3:0", "3:5", "3:10");
            List<Picture> last = new ArrayList<>(notes.frames.get(2).pictures());
            last.addAll(notes.frames.get(5).pictures());
            assertThat(last).isEqualTo(pictures(session, session.request(items())));
            List<Picture> middle = new ArrayList<>(notes.frames.get(1).pictures());
            middle.addAll(notes.frames.get(4).pictures());
            assertThat(middle).isEqualTo(pictures(session, session.request(items()).withSteps(5)));
        }
    }

    @Test
    void aCancelledSubscriptionEndsInSilenceWithItsMemoryFree() {
        try (GenerationSession session = SessionModel.open()) {
            long before = LeakCheck.openArrays();
            Notes waiting = subscribed(session, ENDLESS); // for demand
            Notes running = subscribed(session, ENDLESS);
            running.subscription.request(100);
            await(() -> running.frames.size() == 3);
            running.subscription.cancel();
            waiting.subscription.cancel();
            waiting.subscription.cancel();
            waiting.subscription.request(5);
            await(() -> session.running() == 0);
            assertThat(LeakCheck.openArrays()).isEqualTo(before);
            assertThat(waiting.frames).isEmpty();
            assertThat(waiting.ends).isEmpty();
            assertThat(running.ends).isEmpty();
        }
    }

    @Test
    void problemsComeThroughTheSubscriber() {
        GenerationSession session = SessionModel.open();
        Notes misuse = subscribed(session, 10);
        misuse.subscription.request(0);
        Notes late = new Notes();
        session.frames(session.request(items()).withTimeout(Duration.ofMillis(30)), STEPS)
                .subscribe(late);
        Notes ended = subscribed(session, 10);
        session.cancelAll();
        await(() -> !misuse.ends.isEmpty() && !late.ends.isEmpty() && !ended.ends.isEmpty());
        assertThat(misuse.ends).hasSize(1).first().isInstanceOf(IllegalArgumentException.class);
        assertThat(misuse.ends.get(0).toString()).contains("n > 0, got 0");
        assertThat(late.ends).hasSize(1);
        assertThat(ended.ends)
                .singleElement()
                .isInstanceOf(java.util.concurrent.CancellationException.class);
        session.close();
        Notes closed = subscribed(session, 10);
        assertThat(closed.subscription).isNotNull();
        assertThat(closed.ends).singleElement().isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> subscribed(session, 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a frame was requested after step 10, but the request ends after step 9");
    }

    @Test
    void aSubscriberThatNeverAsksTimesOut() {
        try (GenerationSession session = SessionModel.open()) {
            Notes notes = new Notes();
            session.frames(session.request(items()).withTimeout(Duration.ofMillis(40)), STEPS)
                    .subscribe(notes);
            await(() -> !notes.ends.isEmpty());
            assertThat(notes.ends).singleElement().isInstanceOf(RequestTimeoutException.class);
            assertThat(notes.ends.get(0).toString()).contains("waiting to show step 0");
        }
    }

    @Test
    void aSubscriberThatThrowsIsLeftAlone() {
        try (GenerationSession session = SessionModel.open()) {
            List<Throwable> uncaught = new CopyOnWriteArrayList<>();
            Notes notes =
                    new Notes() {
                        @Override
                        public void onNext(Frame frame) {
                            Thread.currentThread()
                                    .setUncaughtExceptionHandler((t, e) -> uncaught.add(e));
                            super.onNext(frame);
                            throw new UnsupportedOperationException("out of order");
                        }
                    };
            session.frames(session.request(items()), STEPS).subscribe(notes);
            notes.subscription.request(10);
            await(() -> !uncaught.isEmpty());
            assertThat(uncaught)
                    .singleElement()
                    .hasToString("java.lang.UnsupportedOperationException: out of order");
            assertThat(notes.frames).hasSize(1);
            assertThat(notes.ends).isEmpty();
            assertThat(session.running()).isZero();
        }
    }

    @Test
    void aRequestCannotCloseItsOwnSession() {
        try (GenerationSession session = SessionModel.open()) {
            List<Throwable> refused = new CopyOnWriteArrayList<>();
            Notes notes =
                    new Notes() {
                        @Override
                        public void onNext(Frame frame) {
                            try {
                                session.close();
                            } catch (IllegalStateException e) {
                                refused.add(e);
                            }
                        }
                    };
            session.frames(session.request(items()), STEPS).subscribe(notes);
            notes.subscription.request(1);
            await(() -> !refused.isEmpty());
            notes.subscription.cancel();
            assertThat(refused.get(0)).hasMessageContaining("would wait for itself");
        }
    }
}
