package dev.eqm.cli.command;

import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.SamplePlan;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Step;
import java.util.Locale;

/** Tells a person how sampling goes. */
final class SampleProgress implements GenerationListener {
    private final Console console;
    private final int count;
    private final int steps;
    private final SamplePlan plan;
    private final long begin = System.nanoTime();

    SampleProgress(Console console, int count, int steps, SamplePlan plan) {
        this.console = console;
        this.count = count;
        this.steps = steps;
        this.plan = plan;
    }

    @Override
    public void stepped(int first, int number, Step step, double[] norms) {
        double done = (first + plan.sizeAt(first) * (number / (double) steps)) / count;
        double elapsed = (System.nanoTime() - begin) * 1e-9;
        console.status(
                String.format(
                        Locale.ROOT,
                        "%s step %d/%d of samples %d-%d of %d, %s left",
                        Console.bar(done),
                        number,
                        steps,
                        first,
                        first + plan.sizeAt(first) - 1,
                        count,
                        Console.duration(elapsed * (1 - done) / done)));
    }

    @Override
    public void batchDone(int done, SampleResult result) {
        if (done < count) {
            console.line("%d/%d samples", done, count);
        }
    }
}
