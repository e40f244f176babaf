package dev.eqm.sample.evaluation.ood;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.sample.output.DivergedException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Scores of all images of a set, batch by batch; memory does not grow with the set but for one
 * number a score and image.
 *
 * @param model a network that sees no time, and so has one landscape; stays open
 * @param label of the conditional landscape, or {@code model.classes()} for the unconditional one
 * @param batchSize a matter of memory and speed, not of results
 */
public record OodScorer(FieldModel model, long label, int batchSize) {
    public OodScorer {
        int n = model.classes();
        require(label >= 0 && label <= n, "label must lie in [0, " + n + "], got %s", label);
        require(
                label < n || model.labelDropout() > 0,
                "label must be a class: the model was trained with labelDropout 0 and has no null label %s",
                label);
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
        require(
                !model.timeConditional(),
                "the model takes time as an input: its output is the velocity at one time, which "
                        + "has no landscape and vanishes nowhere; use a model without time input");
    }

    /**
     * Checks, before any work, that images and scores are for this model.
     *
     * @throws IllegalArgumentException with the rule that is broken
     */
    public void requireFits(List<OodScore> scores, ImageSource images) {
        ImageShape s = images.shape();
        long[] state = model.sampleShape().getShape();
        if (!Arrays.equals(state, new long[] {s.channels(), s.height(), s.width()})) {
            throw new BrokenRuleException(
                    "the images are %s (%s), but the model expects %s"
                            .formatted(s, images.describe(), model.sampleShape()));
        }
        try (Field field = model.condition(new long[] {label})) {
            scores.forEach(score -> score.requireFits(field));
        }
    }

    /**
     * Computes scores.
     *
     * @param done hears after every batch how many images are through
     * @return [score][image]
     * @throws DivergedException naming the first score that is not finite
     */
    public double[][] score(List<OodScore> scores, ImageSource images, IntConsumer done) {
        requireFits(scores, images);
        double[][] all = new double[scores.size()][images.size()];
        int size = images.shape().elementCount();
        for (int first = 0; first < images.size(); first += batchSize) {
            int n = Math.min(batchSize, images.size() - first);
            float[] pixels = new float[n * size];
            for (int i = 0; i < n; i++) {
                images.read(first + i, pixels, i * size);
            }
            double[][] some = batch(scores, pixels, n);
            for (int k = 0; k < some.length; k++) {
                System.arraycopy(some[k], 0, all[k], first, n);
                requireFinite(scores.get(k), some[k], first, images);
            }
            done.accept(first + n);
        }
        return all;
    }

    private double[][] batch(List<OodScore> scores, float[] pixels, int n) {
        long[] labels = new long[n];
        Arrays.fill(labels, label);
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(model.parameters().device(), "images");
                Scope scope = Scope.open();
                Field field = model.condition(labels)) {
            NDArray x = arena.of(pixels, new Shape(n).addAll(model.sampleShape()).getShape());
            return scores.stream().map(score -> score.of(field, x)).toArray(double[][]::new);
        }
    }

    private static void requireFinite(
            OodScore score, double[] values, int first, ImageSource images) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new DivergedException(
                        "score %s of image %d is %s (%s); choose a smaller eta, or check the weights"
                                .formatted(score.name(), first + i, values[i], images.describe()));
            }
        }
    }
}
