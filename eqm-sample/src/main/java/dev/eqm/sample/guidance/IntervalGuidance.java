package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.models.nn.FieldModel;

/** Guidance in an interval only; {@link GuidanceInterval#of} makes it. */
public record IntervalGuidance(Guidance guidance, GuidanceInterval interval)
        implements Conditioner {
    public IntervalGuidance {
        requireGiven("guidance", guidance, "interval", interval);
    }

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
                    "an interval of guided steps works only with update rules; "
                            + "for an integrator, give the interval by gradient norm");
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
            return Guidance.Paired.of(model, labels, times, (both, x) -> between(both, x, norms));
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

    /** Each sample looks at its own norm. */
    private NDArray between(Field both, NDArray x, GuidanceInterval.Norms norms) {
        Guided guided = new Guided(both, guidance);
        return guided.mix("guided_between", x, norms.low(), norms.high());
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
        public int evaluationsOf(int row) {
            return guided.evaluationsOf(row);
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
}
