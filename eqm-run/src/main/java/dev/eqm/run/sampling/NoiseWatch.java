package dev.eqm.run.sampling;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.Setting;
import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.run.RunListener;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Step;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Warns of samples that still hold noise, by what was measured on them: at noise the field is about
 * (ε − x)·c(0), at data it is 0, so the gradient norm of samples that arrived is a small part of
 * the one that they began with. A trained network leaves 3 to 10 % of it, strong guidance included.
 *
 * <p>Nothing is said of networks that see time, which always end at t = 1, nor where the first norm
 * is far below that of a trained network at noise: such a network has not learned how far the data
 * are, or the samples did not begin at noise. For one thread; warns once.
 */
public final class NoiseWatch {
    /** The part of the first norm that is too much. */
    private static final double TOO_MUCH = 0.2;

    /** Share of noise that people see. */
    private static final double VISIBLE = 0.04;

    /** Of the norm that a perfect network has at noise; less is not judged. */
    private static final double TRAINED = 0.5;

    private static final int CELLS = 1000; // of γ

    private final FoundModel model;
    private final Sampling sampling;
    private final RunListener listener;
    private boolean told;

    /**
     * Watches samples of a model.
     *
     * @param sampling how they are made
     * @param listener is warned
     */
    public NoiseWatch(FoundModel model, Sampling sampling, RunListener listener) {
        this.model = model;
        this.sampling = sampling;
        this.listener = listener;
    }

    /**
     * A listener of one generation run that watches, and tells another one all that it hears.
     *
     * @param count samples of the run
     */
    public GenerationListener over(int count, GenerationListener other) {
        return model.architecture().timeConditional() ? other : new Watching(count, other);
    }

    /** One generation run. */
    private final class Watching implements GenerationListener {
        private final int count;
        private final GenerationListener other;
        private double first;
        private double last;
        private int begun;
        private int ended;
        private int steps;

        private Watching(int count, GenerationListener other) {
            this.count = count;
            this.other = other;
        }

        @Override
        public void evaluating() {
            other.evaluating();
        }

        @Override
        public void stepped(int at, int number, Step step, double[] norms) {
            if (number == 1) {
                first += Arrays.stream(norms).sum();
                begun += norms.length;
            }
            other.stepped(at, number, step, norms);
        }

        @Override
        public boolean wantsNorms(int number) {
            return number == 1 || other.wantsNorms(number);
        }

        @Override
        public void left(int at, int[] rows, NDArray x) {
            other.left(at, rows, x);
        }

        @Override
        public void batchDone(int done, SampleResult result) {
            last += Arrays.stream(result.gradientNorms()).sum();
            ended += result.gradientNorms().length;
            steps = Math.max(steps, result.steps());
            other.batchDone(done, result);
            if (done == count && begun == ended) {
                judge(first / begun, last / ended, steps);
            }
        }
    }

    private void judge(double before, double after, int steps) {
        GradientSchedule c = model.config().loss().schedule();
        double least =
                TRAINED * c.at(0) * Math.sqrt((double) model.architecture().sampleShape().size());
        if (!told && before >= least && isNoise(after / before, c)) {
            told = true;
            listener.warned(warning(before, after, steps));
        }
    }

    private static boolean isNoise(double part, GradientSchedule c) {
        OptionalDouble noise = noise(part, c);
        return part > TOO_MUCH && noise.isPresent() && noise.getAsDouble() >= VISIBLE;
    }

    /** The least share of noise 1 − γ at which c(γ) is so large a part of c(0). */
    static OptionalDouble noise(double part, GradientSchedule c) {
        double wanted = Math.min(part, 1) * c.at(0) * (1 - 1e-9);
        for (int cell = 0; cell <= CELLS; cell++) {
            double noise = cell / (double) CELLS;
            if (c.at(1 - noise) >= wanted) {
                return OptionalDouble.of(noise);
            }
        }
        return OptionalDouble.empty();
    }

    private String warning(double before, double after, int steps) {
        int usual = model.config().sampling().steps();
        boolean early = sampling.gMin() > 0 && steps < sampling.steps();
        String more =
                sampling.steps() < usual
                        ? "raise %s (the run's configuration has %s)"
                                .formatted(Setting.of("steps"), usual)
                        : "raise %s or %s".formatted(Setting.of("steps"), Setting.of("eta"));
        return String.format(
                Locale.ROOT,
                "the samples still contain noise: their mean gradient norm only fell from %.3g to %.3g in %d step%s, and would be near 0 if they were finished; %s",
                before,
                after,
                steps,
                steps == 1 ? "" : "s",
                early ? "lower " + Setting.of("gMin") : more);
    }
}
