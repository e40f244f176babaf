package dev.eqm.sample.guidance;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.field.Answers;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Guidance in an interval only; {@link GuidanceInterval#of} makes it. */
public record IntervalGuidance(Guidance guidance, GuidanceInterval interval)
        implements Conditioner {
    @Override
    public void requireFits(FieldModel model) {
        guidance.requireFits(model);
    }

    @Override
    public Field condition(FieldModel model, int first, long[] labels) {
        return condition(model, labels, new double[] {0});
    }

    /**
     * The velocity, guided by norm.
     *
     * @throws IllegalArgumentException for an interval of steps: integrators follow time
     */
    @Override
    public VelocityField velocity(FieldModel model, int first, long[] labels) {
        if (interval instanceof GuidanceInterval.Steps) {
            throw new BrokenRuleException(
                    "guidance in an interval of steps is for descents, integrators follow time:"
                            + " give the interval by gradient norm");
        }
        return TimedVelocity.ofLabels(
                model, labels, (some, times) -> condition(model, some, times));
    }

    private Field condition(FieldModel model, long[] labels, double[] times) {
        if (!guidance.needsNullLabel() || interval instanceof GuidanceInterval.Everywhere) {
            return guidance.condition(model, labels, times);
        }
        if (interval instanceof GuidanceInterval.Norms norms) {
            requireFits(model);
            long[] both = Guidance.withNullLabels(labels, model.classes());
            return new ByNorm(model.condition(both, twice(times)), guidance, norms, labels.length);
        }
        Field guided = guidance.condition(model, labels, times);
        try {
            return new ByStep(
                    guided, model.condition(labels, times), (GuidanceInterval.Steps) interval);
        } catch (RuntimeException e) {
            guided.close();
            throw e;
        }
    }

    private static double[] twice(double[] times) {
        return times.length == 1
                ? times
                : DoubleStream.concat(Arrays.stream(times), Arrays.stream(times)).toArray();
    }

    /** Outside of a loop, the guided field. */
    record ByStep(Field guided, Field plain, GuidanceInterval.Steps steps) implements Field {
        @Override
        public NDArray gradient(NDArray x) {
            return guided.gradient(x);
        }

        @Override
        public Field atStep(int number) {
            return number >= steps.first() && number <= steps.last() ? guided : plain;
        }

        @Override
        public boolean isRestrictable() {
            return guided.isRestrictable() && plain.isRestrictable();
        }

        @Override
        public Field restricted(int[] rows) {
            return new ByStep(guided.restricted(rows), plain.restricted(rows), steps);
        }

        @Override
        public void close() {
            guided.close();
            plain.close();
        }
    }

    /** Conditioned on n labels and n null labels; each sample looks at its own norm. */
    record ByNorm(Field both, Guidance guidance, GuidanceInterval.Norms norms, int n)
            implements Field {
        @Override
        public NDArray gradient(NDArray x) {
            long k = guidance.channels() == 0 ? x.getShape().get(1) : guidance.channels();
            try (Scope scope = Scope.open()) {
                NDArray twice = x.concat(x);
                NDArray f = Answers.gradient(both.gradient(twice), twice); // [2n, C, H, W]
                NDArray scale = Constants.full(f, guidance.scale(), k);
                NDArray low = Constants.full(f, norms.low(), 1);
                NDArray bounds = low.concat(Constants.full(f, norms.high(), 1));
                return scope.keep(Guided.KERNEL.call("guided_between", f, scale, bounds));
            }
        }

        @Override
        public boolean isRestrictable() {
            return both.isRestrictable();
        }

        @Override
        public Field restricted(int[] rows) {
            int[] halves =
                    IntStream.concat(Arrays.stream(rows), Arrays.stream(rows).map(i -> i + n))
                            .toArray();
            return new ByNorm(both.restricted(halves), guidance, norms, rows.length);
        }

        @Override
        public void close() {
            both.close();
        }
    }
}
