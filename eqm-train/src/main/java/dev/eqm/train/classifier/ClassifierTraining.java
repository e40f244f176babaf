package dev.eqm.train.classifier;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireWithin;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.Batch;
import dev.eqm.core.data.Batches;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Seeds;
import dev.eqm.models.classifier.Classifier;
import dev.eqm.models.classifier.ClassifierCard;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.CosineRate;
import dev.eqm.train.optim.Optimizer;
import dev.eqm.train.optim.OptimizerState;
import java.util.Arrays;

/**
 * AdamW on the cross entropy: a linear warm-up over {@value #WARMUP} steps, then half a cosine to
 * 0; half of the pictures mirrored, each once an epoch. The same seed, data and machine give the
 * same weights, bit for bit.
 */
public record ClassifierTraining(long seed, int epochs, int batchSize, double learningRate) {
    /** What fmnist28 was trained with. */
    public static final ClassifierTraining DEFAULT = new ClassifierTraining(0, 10, 128, 2e-3);

    private static final int WARMUP = 100;
    private static final double WEIGHT_DECAY = 0.02;
    private static final long WEIGHTS = 0x776569; // streams of their own
    private static final long ORDER = 0x6F7264;

    public ClassifierTraining {
        requireWithin("epochs", epochs, 1, 10_000);
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
        require(
                learningRate > 0 && learningRate < 1,
                "learningRate must lie in (0, 1), got %s",
                learningRate);
    }

    /** Hears of every step. */
    @FunctionalInterface
    public interface Progress {
        /**
         * After a step.
         *
         * @param step from 1
         * @param steps in all
         * @param loss of the step
         */
        void stepped(long step, long steps, double loss);
    }

    /**
     * Trains from scratch.
     *
     * @param data grey 28x28 pictures with labels
     * @return to be closed
     * @throws IllegalStateException if the loss is no longer finite
     */
    public Classifier run(ImageSource data, Device device, Progress progress) {
        require(
                data.shape().equals(Classifier.PICTURES) && data.size() >= batchSize,
                "the classifier needs at least %s images %s, got %s",
                batchSize,
                Classifier.PICTURES,
                data.describe());
        Batches batches = new Batches(data, batchSize, Seeds.derive(seed, ORDER), true);
        AdamW adamW = new AdamW(learningRate, 0.9, 0.999, 1e-8, WEIGHT_DECAY);
        Optimizer.Step optimizer = adamW.compiled();
        CosineRate rate = new CosineRate(WARMUP, 0);
        long steps = (long) epochs * data.size() / batchSize;
        Classifier classifier =
                Classifier.fresh(data.classes(), Seeds.derive(seed, WEIGHTS), device);
        try (OptimizerState moments = OptimizerState.fresh(adamW, classifier.parameters());
                GradMode off = GradMode.off()) {
            for (long step = 0; step < steps; step++) {
                Batch batch = batches.at(step);
                try (Arena arena = Arena.open(device, "classifier step");
                        Scope scope = Scope.open()) {
                    NDArray x =
                            arena.of(batch.pixels(), batch.n(), batch.c(), batch.h(), batch.w());
                    long[] labels = Arrays.stream(batch.labels()).asLongStream().toArray();
                    Classifier.Loss loss = classifier.loss(x, arena.of(labels, batch.n()));
                    requireFinite(loss.value(), step + 1);
                    double now = learningRate * rate.at(step, steps);
                    optimizer.apply(classifier.parameters(), loss.gradients(), moments, now);
                    progress.stepped(step + 1, steps, loss.value());
                }
            }
            return classifier;
        } catch (RuntimeException e) {
            classifier.close();
            throw e;
        }
    }

    private void requireFinite(double loss, long step) {
        if (!Double.isFinite(loss)) {
            throw new IllegalStateException(
                    "step %d: the loss is %s at learning rate %s; choose a smaller one"
                            .formatted(step, loss, learningRate));
        }
    }

    /** For the file. */
    public ClassifierCard.Training card() {
        return new ClassifierCard.Training(seed, epochs, batchSize, learningRate);
    }
}
