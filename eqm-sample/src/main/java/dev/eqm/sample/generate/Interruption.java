package dev.eqm.sample.generate;

import dev.eqm.sample.sampler.Step;
import java.util.concurrent.CancellationException;

/**
 * Ends the run of an interrupted thread with a {@link CancellationException}, before the next
 * evaluation of the field. The thread stays interrupted, so that its owner sees it too: this is
 * what {@code Thread.interrupt} and {@code Future.cancel(true)} lead to.
 */
public final class Interruption implements GenerationListener {
    private int first;
    private int number;

    @Override
    public void evaluating() {
        check(
                number == 0
                        ? "before the first step"
                        : "after step %d of the samples from %d on".formatted(number, first));
    }

    @Override
    public void stepped(int ofFirst, int ofNumber, Step step, double[] norms) {
        first = ofFirst;
        number = ofNumber;
        evaluating();
    }

    @Override
    public boolean wantsNorms(int number) {
        return false;
    }

    /**
     * Throws if the thread is interrupted.
     *
     * @param when for the message, such as {@code before it began}
     */
    public static void check(String when) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the thread was interrupted " + when);
        }
    }
}
