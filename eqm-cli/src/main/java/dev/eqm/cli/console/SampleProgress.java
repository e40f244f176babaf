package dev.eqm.cli.console;

import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.SampleRequests;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Step;
import java.util.Locale;

/**
 * Tells a person how sampling goes: every step on a terminal, elsewhere a line after the first
 * batch and then one every ten seconds.
 */
public final class SampleProgress implements GenerationListener {
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final Console console;
    private final int steps;
    private final SampleRequests plan;
    private final int before;
    private final long begin = System.nanoTime();
    private long lastLine = begin - QUIET_NANOS;

    /**
     * Starts counting time.
     *
     * @param before samples that an earlier process has made
     */
    public SampleProgress(Console console, Generation generation, int before) {
        this.console = console;
        this.steps = generation.method().reports();
        this.plan = generation.plan();
        this.before = before;
    }

    @Override
    public void stepped(int first, int number, Step step, double[] norms) {
        double made = first + plan.sizeAt(first) * (number / (double) steps);
        console.status(
                String.format(
                        Locale.ROOT,
                        "%s %d-%d of %d, step %d/%d%s",
                        Console.bar(made / plan.count()),
                        first,
                        first + plan.sizeAt(first) - 1,
                        plan.count(),
                        number,
                        steps,
                        speed(made)));
    }

    @Override
    public void batchDone(int done, SampleResult result) {
        long now = System.nanoTime();
        if (done < plan.count() && now - lastLine >= QUIET_NANOS) {
            lastLine = now;
            console.line("%d/%d samples%s", done, plan.count(), speed(done));
        }
    }

    /** What this process has made and what is left of the run. */
    private String speed(double made) {
        double rate = (made - before) / ((System.nanoTime() - begin) * 1e-9);
        return String.format(
                Locale.ROOT,
                ", %.2f images/s, %s left",
                rate,
                Console.duration((plan.count() - made) / rate));
    }
}
