package dev.eqm.models.classifier;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.Locale;

/**
 * How often a classifier names the label of a picture.
 *
 * @param right pictures whose largest logit is that of their label
 * @param count all pictures
 */
public record Accuracy(int right, int count) {
    private static final int BATCH = 250;

    /** Of all pictures of a set, [1, 28, 28], with labels that the classifier knows. */
    public static Accuracy of(Classifier classifier, ImageSource pictures) {
        require(
                pictures.shape().equals(Classifier.PICTURES)
                        && pictures.classes() == classifier.classes(),
                "the classifier expects %s images of %s classes, got %s",
                Classifier.PICTURES,
                classifier.classes(),
                pictures.describe());
        int size = pictures.shape().elementCount();
        int right = 0;
        for (int first = 0; first < pictures.size(); first += BATCH) {
            int n = Math.min(BATCH, pictures.size() - first);
            float[] values = new float[n * size];
            for (int i = 0; i < n; i++) {
                pictures.read(first + i, values, i * size);
            }
            int[] named = named(classifier, values, n);
            for (int i = 0; i < n; i++) {
                right += named[i] == pictures.label(first + i) ? 1 : 0;
            }
        }
        return new Accuracy(right, pictures.size());
    }

    private static int[] named(Classifier classifier, float[] values, int n) {
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(classifier.parameters().device(), "pictures");
                Scope scope = Scope.open()) {
            NDArray x = arena.of(values, n, 1, 28, 28);
            return largest(classifier.of(x).logits().toFloatArray(), classifier.classes());
        }
    }

    /**
     * The largest logit of each row, the first of equals.
     *
     * @param logits [N, K] row by row
     * @return N labels
     */
    public static int[] largest(float[] logits, int classes) {
        int[] named = new int[logits.length / classes];
        for (int i = 0; i < named.length; i++) {
            for (int k = 1; k < classes; k++) {
                if (logits[i * classes + k] > logits[i * classes + named[i]]) {
                    named[i] = k;
                }
            }
        }
        return named;
    }

    /** In [0, 1]. */
    public double share() {
        return right / (double) count;
    }

    /** {@code 92.31 % of 10000 pictures}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f %% of %d images", 100 * share(), count);
    }
}
