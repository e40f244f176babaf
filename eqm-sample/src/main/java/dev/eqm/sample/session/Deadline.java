package dev.eqm.sample.session;

import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.Interruption;
import dev.eqm.sample.sampler.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;

/** When a request must stop; looked at before every evaluation and after every update. */
final class Deadline implements GenerationListener {
    private final Duration timeout;
    private final List<Cancellation> cancellations;
    private final long start = System.nanoTime();
    private String when = "before its first step"; // for messages

    Deadline(Duration timeout, Cancellation... cancellations) {
        this.timeout = timeout;
        this.cancellations = List.of(cancellations);
    }

    @Override
    public void evaluating() {
        check();
    }

    @Override
    public void stepped(int first, int number, Step step, double[] norms) {
        check("after step " + number + " of the items from " + first + " on");
    }

    @Override
    public boolean wantsNorms(int number) {
        return false;
    }

    /**
     * Throws if the request is over.
     *
     * @param now for the message of this and later checks
     */
    void check(String now) {
        when = now;
        check();
    }

    /** Throws if the request is over before anything is done for it. */
    void requireTime() {
        check("before it began");
        when = "before its first step";
    }

    private void check() {
        if (isCancelled()) {
            throw new CancellationException("the request was cancelled " + when);
        }
        Interruption.check(when);
        if (left() <= 0) {
            throw new RequestTimeoutException(
                    "the request timed out (%s) %s; ask for fewer steps or items, or allow more time"
                            .formatted(timeout, when));
        }
    }

    boolean isCancelled() {
        return cancellations.stream().anyMatch(Cancellation::isCancelled);
    }

    /** Nanoseconds; negative when it is over. */
    long left() {
        return timeout.toNanos() - (System.nanoTime() - start);
    }
}
