package dev.eqm.sample.session;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.Picture;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.output.SampleBatch;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.sampler.Step;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

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
    private Picture[] latest = {}; // of the batch
    private int next; // frame of the batch

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
                misuse = new BrokenRuleException("request(n) needs n > 0, got " + n);
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
        latest = new Picture[noise.labels().length];
        next = 0;
        look(noise.states(), IntStream.range(0, latest.length).toArray(), 0);
        take(noise.first(), 0);
    }

    @Override
    public void stepped(int first, int number, Step step, double[] norms) {
        look(step.x(), step.rows(), number);
        take(first, number);
    }

    @Override
    public void left(int first, int[] rows, NDArray x) {
        if (next < steps.size()) { // seen again in later frames
            show(x, rows);
        }
    }

    /** Frames behind the last update of the batch show how it ended. */
    @Override
    public void accept(SampleBatch batch) {
        if (next < steps.size()) {
            show(batch.states(), IntStream.range(0, latest.length).toArray());
        }
        while (next < steps.size()) {
            take(batch.first(), steps.steps().get(next));
        }
    }

    private void look(NDArray states, int[] rows, int number) {
        if (steps.contains(number)) {
            show(states, rows);
        }
    }

    private void show(NDArray states, int[] rows) {
        List<Picture> pictures = decoder.pictures(states);
        for (int i = 0; i < rows.length; i++) {
            latest[rows[i]] = pictures.get(i);
        }
    }

    private void take(int first, int number) {
        if (!steps.contains(number)) {
            return;
        }
        next++;
        awaitDemand(first, number);
        Frame frame = new Frame(first, number, List.of(latest));
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
