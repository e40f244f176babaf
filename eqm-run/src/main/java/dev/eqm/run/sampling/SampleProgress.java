package dev.eqm.run.sampling;

import dev.eqm.run.RunListener;
import dev.eqm.run.TimeText;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.SampleRequests;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Step;
import java.util.Locale;

/**
 * Tells a listener how a generation goes: after every step how far it is, and a sentence that stays
 * after the first batch and then one every ten seconds.
 */
public final class SampleProgress implements GenerationListener {
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final RunListener listener;
    private final int steps;
    private final SampleRequests samples;
    private final int before;
    private final long begin = System.nanoTime();
    private long lastLine = begin - QUIET_NANOS;

    /**
     * Starts counting time.
     *
     * @param before samples that an earlier process has made
     */
    public SampleProgress(RunListener listener, Generation generation, int before) {
        this.listener = listener;
        this.steps = generation.method().reports();
        this.samples = generation.plan();
        this.before = before;
    }

    @Override
    public void stepped(int first, int number, Step step, double[] norms) {
        double made = first + samples.sizeAt(first) * (number / (double) steps);
        listener.progressed(
                made / samples.count(),
                String.format(
                        Locale.ROOT,
                        "%d-%d of %d, step %d/%d%s",
                        first,
                        first + samples.sizeAt(first) - 1,
                        samples.count(),
                        number,
                        steps,
                        speed(made)));
    }

    @Override
    public void batchDone(int done, SampleResult result) {
        long now = System.nanoTime();
        if (done < samples.count() && now - lastLine >= QUIET_NANOS) {
            lastLine = now;
            listener.found(done + "/" + samples.count() + " samples" + speed(done));
        }
    }

    /** What this process has made and what is left of the run. */
    private String speed(double made) {
        double rate = (made - before) / ((System.nanoTime() - begin) * 1e-9);
        return String.format(
                Locale.ROOT,
                ", %.2f images/s, %s left",
                rate,
                TimeText.of((samples.count() - made) / rate));
    }
}
