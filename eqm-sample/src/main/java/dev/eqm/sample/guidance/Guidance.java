package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.models.nn.FieldModel;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
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
        require(
                Double.isFinite(scale) && channels >= 0,
                "guidance needs a finite scale and channels >= 0 (0 = all), got %s and %s",
                scale,
                channels);
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
        return condition(model, labels, 0.0);
    }

    /**
     * The same, each sample at a time of its own.
     *
     * @param times γ of each label, or a single one for all, as a time-conditional network sees it;
     *     without effect on others
     */
    public FieldModel.Conditioned condition(FieldModel model, long[] labels, double... times) {
        requireFits(model);
        if (!needsNullLabel()) {
            return model.condition(labels, times);
        }
        return Paired.of(model, labels, times, (both, x) -> new Guided(both, this).gradient(x));
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
        require(
                !needsNullLabel() || model.labelDropout() != 0,
                "guidance %s needs a null label, but the model was trained with labelDropout 0: use guidance 1",
                scale);
        long all = model.sampleShape().get(0);
        require(channels <= all, "guidance of %s channels, but the model has %s", channels, all);
    }

    /** n labels, then n null labels: what the field inside {@link Guided} is conditioned on. */
    public static long[] withNullLabels(long[] labels, long nullLabel) {
        long[] both = Arrays.copyOf(labels, 2 * labels.length);
        Arrays.fill(both, labels.length, both.length, nullLabel);
        return both;
    }

    /**
     * n samples as one field over the 2n rows that {@link #withNullLabels} labels; closes that one.
     *
     * @param mix the answer for n states, from the field of 2n rows
     */
    record Paired(FieldModel.Conditioned both, int n, BiFunction<Field, NDArray, NDArray> mix)
            implements FieldModel.Conditioned {
        /** Conditions a network, each sample and its unlabelled twin at the sample's time. */
        static Paired of(
                FieldModel model,
                long[] labels,
                double[] times,
                BiFunction<Field, NDArray, NDArray> mix) {
            long[] rows = withNullLabels(labels, model.classes());
            DoubleStream twice =
                    DoubleStream.concat(DoubleStream.of(times), DoubleStream.of(times));
            double[] at = times.length == 1 ? times : twice.toArray();
            return new Paired(model.condition(rows, at), labels.length, mix);
        }

        @Override
        public NDArray gradient(NDArray x) {
            return mix.apply(both, x);
        }

        /** Those of the sample and of its unlabelled twin. */
        @Override
        public int evaluationsOf(int row) {
            return both.evaluationsOf(row) + both.evaluationsOf(row + n);
        }

        @Override
        public boolean isRestrictable() {
            return both.isRestrictable();
        }

        @Override
        public FieldModel.Conditioned restricted(int[] rows) {
            IntStream nulls = IntStream.of(rows).map(i -> i + n);
            int[] halves = IntStream.concat(IntStream.of(rows), nulls).toArray();
            return new Paired(both.restricted(halves), rows.length, mix);
        }

        @Override
        public void close() {
            both.close();
        }
    }
}
