package dev.eqm.sample.session;

import ai.djl.ndarray.NDArray;
import dev.eqm.sample.generate.Decoder;
import dev.eqm.sample.generate.SampleBatch;
import dev.eqm.sample.generate.SampleSink;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.trajectory.FrameSteps;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * One subscriber's run. All signals but {@code onSubscribe} come from its thread, one after the
 * other; the last one comes after the run's memory is free and the session may be closed.
 */
final class FrameRun implements Flow.Subscription, SampleSink {
    private final Flow.Subscriber<? super Frame> subscriber;
    private final Decoder decoder;
    private final FrameSteps steps;
    private final RunningRequests running;
    private Cancellation own = new Cancellation();
    private Deadline deadline;

    // guarded by this
    private long demand;
    private boolean silent; // the subscriber wants no more signals
    private IllegalArgumentException misuse;
    private RuntimeException subscriberFailed;

    FrameRun(
            Flow.Subscriber<? super Frame> subscriber,
            Decoder decoder,
            FrameSteps steps,
            RunningRequests running) {
        this.subscriber = Objects.requireNonNull(subscriber);
        this.decoder = decoder;
        this.steps = steps;
        this.running = running;
    }

    /** Subscribes and starts the thread. */
    void start(Duration timeout, BiConsumer<SampleSink, Deadline> work) {
        try {
            own = running.enter();
        } catch (IllegalStateException e) { // closed: publishers tell through the subscriber
            subscriber.onSubscribe(this);
            subscriber.onError(e);
            return;
        }
        deadline = new Deadline(timeout, own);
        own.onCancel(this::wake);
        Thread thread = new Thread(() -> run(work), "eqm frames");
        thread.setDaemon(true);
        try {
            subscriber.onSubscribe(this);
            running.move(own, thread);
            thread.start();
        } catch (RuntimeException | OutOfMemoryError e) { // the latter: no thread to be had
            running.leave(own);
            throw e;
        }
    }

    private void run(BiConsumer<SampleSink, Deadline> work) {
        RuntimeException problem = null;
        try {
            work.accept(this, deadline);
        } catch (RuntimeException e) {
            problem = e;
        } finally {
            running.leave(own);
        }
        end(problem);
    }

    private void end(RuntimeException problem) {
        RuntimeException error = problem;
        synchronized (this) {
            if (subscriberFailed != null) {
                throw subscriberFailed; // for the thread's handler: the subscriber is out of order
            }
            if (silent) {
                return;
            }
            silent = true;
            error = misuse == null ? error : misuse;
        }
        if (error == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(error);
        }
    }

    @Override
    public void request(long n) {
        boolean refused = n <= 0;
        synchronized (this) {
            if (refused && misuse == null) {
                misuse = new IllegalArgumentException("request(n) needs n > 0, got " + n);
            } else if (!refused) {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                notifyAll();
            }
        }
        if (refused) {
            own.cancel();
        }
    }

    @Override
    public void cancel() {
        synchronized (this) {
            silent = true;
        }
        own.cancel();
    }

    private synchronized void wake() {
        notifyAll();
    }

    @Override
    public void begin(SampleBatch noise) {
        take(noise.first(), 0, noise.states());
    }

    @Override
    public void stepped(int first, int number, Step step, double[] norms) {
        take(first, number, step.x());
    }

    @Override
    public void accept(SampleBatch batch) {}

    private void take(int first, int number, NDArray states) {
        if (!steps.contains(number)) {
            return;
        }
        awaitDemand(first, number);
        Frame frame = new Frame(first, number, decoder.pictures(states));
        try {
            subscriber.onNext(frame);
        } catch (RuntimeException e) { // rule 2.13: as if it had cancelled
            synchronized (this) {
                subscriberFailed = e;
            }
            own.cancel();
        }
        deadline.check("at step " + number);
    }

    private void awaitDemand(int first, int number) {
        synchronized (this) {
            try {
                while (demand == 0 && !deadline.isCancelled() && deadline.left() > 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, Math.max(deadline.left(), 1_000_000));
                }
            } catch (InterruptedException e) { // nobody else knows this thread: it is to end
                own.cancel();
            }
        }
        deadline.check("waiting to show step " + number + " of the items from " + first + " on");
        synchronized (this) {
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
        }
    }
}
