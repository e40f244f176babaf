package dev.eqm.sample.guidance;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.field.VelocityField;
import dev.eqm.models.nn.FieldModel;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How strongly labels pull: guided = uncond + scale·(cond − uncond).
 *
 * @param scale 1 is the conditional field as it is, 0 the unconditional one, above 1 exaggerates
 * @param channels k: only the first k channels are guided, the others stay conditional; 0 means
 *     all. The published code guides 3 of 4
 */
public record Guidance(double scale, int channels) implements Conditioner {
    /** The conditional field as it is. */
    public static final Guidance NONE = new Guidance(1, 0);

    public Guidance {
        if (!Double.isFinite(scale) || channels < 0) {
            throw new BrokenRuleException(
                    "guidance needs a finite scale and channels >= 0 (0 = all), got "
                            + scale
                            + " and "
                            + channels);
        }
    }

    /** False where the unconditional answer would not count: then it is not computed. */
    public boolean needsNullLabel() {
        return scale != 1;
    }

    /**
     * The guided field for given labels; with scale 1 exactly the conditional one, at half the
     * cost.
     *
     * @param labels one for each sample, each in [0, classes]
     */
    public FieldModel.Conditioned condition(FieldModel model, long[] labels) {
        return condition(model, labels, 0);
    }

    /**
     * The same at a fixed time.
     *
     * @param time γ as a time-conditional network sees it; without effect on others
     */
    public FieldModel.Conditioned condition(FieldModel model, long[] labels, double time) {
        return condition(model, labels, new double[] {time});
    }

    /**
     * The same, each sample at a time of its own.
     *
     * @param times γ of each label, or a single one for all
     */
    public FieldModel.Conditioned condition(FieldModel model, long[] labels, double[] times) {
        requireFits(model);
        if (!needsNullLabel()) {
            return model.condition(labels, times);
        }
        FieldModel.Conditioned both =
                model.condition(withNullLabels(labels, model.classes()), twice(times));
        return new Owned(both, new Guided(both, this), labels.length);
    }

    private static double[] twice(double[] times) {
        if (times.length == 1) {
            return times;
        }
        double[] both = Arrays.copyOf(times, 2 * times.length);
        System.arraycopy(times, 0, both, times.length, times.length);
        return both;
    }

    @Override
    public FieldModel.Conditioned condition(FieldModel model, int first, long[] labels) {
        return condition(model, labels);
    }

    /**
     * v(x, t) = −∇E(x, t), t = γ, guided. Conditioned for t = 0 at once, so that wrong labels fail
     * here; for one thread.
     */
    @Override
    public VelocityField velocity(FieldModel model, int first, long[] labels) {
        return TimedVelocity.ofLabels(
                model, labels, (some, times) -> condition(model, some, times));
    }

    /** Checks that the model has a null label, if one is needed, and the channels to be guided. */
    @Override
    public void requireFits(FieldModel model) {
        if (needsNullLabel() && model.labelDropout() == 0) {
            throw new BrokenRuleException(
                    "guidance "
                            + scale
                            + " needs a null label, but the model was trained with labelDropout 0:"
                            + " use guidance 1");
        }
        if (channels > model.sampleShape().get(0)) {
            throw new BrokenRuleException(
                    "guidance of "
                            + channels
                            + " channels: the model has "
                            + model.sampleShape().get(0));
        }
    }

    /** n labels, then n null labels: what the field inside {@link Guided} is conditioned on. */
    public static long[] withNullLabels(long[] labels, long nullLabel) {
        long[] both = Arrays.copyOf(labels, 2 * labels.length);
        Arrays.fill(both, labels.length, both.length, nullLabel);
        return both;
    }

    /** A guided field that closes the conditioning it was made for. */
    private record Owned(FieldModel.Conditioned both, Guided guided, int n)
            implements FieldModel.Conditioned {
        @Override
        public NDArray gradient(NDArray x) {
            return guided.gradient(x);
        }

        @Override
        public boolean isRestrictable() {
            return both.isRestrictable();
        }

        @Override
        public FieldModel.Conditioned restricted(int[] rows) {
            int[] halves =
                    IntStream.concat(Arrays.stream(rows), Arrays.stream(rows).map(i -> i + n))
                            .toArray();
            FieldModel.Conditioned some = both.restricted(halves);
            return new Owned(some, new Guided(some, guided.guidance()), rows.length);
        }

        @Override
        public void close() {
            both.close();
        }
    }
}
