package dev.eqm.run.sampling;

import dev.eqm.run.Elapsed;
import dev.eqm.run.RunListener;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.Interruption;
import dev.eqm.sample.generate.SampleRequests;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Step;
import java.util.Locale;

/**
 * Tells how sampling goes, after every step. An interrupted thread samples no further: {@link
 * Interruption}.
 */
public final class SampleProgress implements GenerationListener {
    private final RunListener listener;
    private final int steps;
    private final SampleRequests plan;
    private final int before;
    private final Elapsed elapsed = new Elapsed();
    private final Interruption interruption = new Interruption();

    /**
     * Starts counting time.
     *
     * @param before samples that an earlier process has made
     */
    public SampleProgress(RunListener listener, Generation generation, int before) {
        this.listener = listener;
        this.steps = generation.method().reports();
        this.plan = generation.plan();
        this.before = before;
    }

    @Override
    public void evaluating() {
        interruption.evaluating();
    }

    @Override
    public void stepped(int first, int number, Step step, double[] norms) {
        interruption.stepped(first, number, step, norms);
        double made = first + plan.sizeAt(first) * (number / (double) steps);
        int last = first + plan.sizeAt(first) - 1;
        listener.progressed(
                made / plan.count(),
                "samples %s-%s of %s, step %s/%s%s"
                        .formatted(first, last, plan.count(), number, steps, speed(made)));
    }

    @Override
    public boolean wantsNorms(int number) {
        return false;
    }

    @Override
    public void batchDone(int done, SampleResult result) {
        if (done == plan.count()) {
            listener.progressed(
                    Double.NaN, "finishing " + done + (done == 1 ? " sample" : " samples"));
        }
    }

    /** What this process has made and what is left of the run. */
    private String speed(double made) {
        double rate = (made - before) / elapsed.seconds();
        String left = Elapsed.text((plan.count() - made) / rate);
        return String.format(Locale.ROOT, ", %.2f images/s, %s left", rate, left);
    }
}
