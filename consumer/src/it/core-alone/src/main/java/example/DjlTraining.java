package example;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.eqm.core.data.Batches;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;
import dev.eqm.core.schedule.GradientSchedule;
import java.util.Iterator;
import java.util.Map;
import java.util.SplittableRandom;

/** A training loop of your own around eqm's loss (eq. 3), with DJL's Adam. */
public final class DjlTraining {
    private static final int BATCH = 128;

    private DjlTraining() {}

    /** Trains the network on points of the plane. */
    public static void train(
            DjlNetwork network, ImageSource points, GradientSchedule schedule, int steps) {
        Optimizer adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(0.01f)).build();
        Loss loss = new EqmLoss(schedule);
        Batches batches = new Batches(points, BATCH, 0, false);
        Map<String, NDArray> weights = network.weights();
        try (Arena arena = Arena.cpu("batch")) {
            for (int step = 0; step < steps; step++) {
                NDList gradients;
                try (GradMode on = GradMode.on();
                        Scope scope = Scope.open()) {
                    NDArray x = arena.of(batches.at(step).pixels(), BATCH, 2, 1, 1);
                    Corruption batch = corrupted(arena, x, step);
                    NDArray f = network.gradient(batch.xGamma());
                    NDArray mean = loss.of(new Prediction(f, f), batch).mean();
                    gradients = Autograd.gradients(mean, new NDList(weights.values()));
                    scope.keep(gradients);
                }
                update(adam, weights, gradients);
            }
        }
    }

    /** γ uniform on [0, 1], ε normal, both functions of the step. */
    static Corruption corrupted(Arena arena, NDArray x, long step) {
        int n = (int) x.getShape().get(0);
        SplittableRandom random = Seeds.generator(1, step);
        float[] gamma = new float[n];
        for (int i = 0; i < n; i++) {
            gamma[i] = (float) random.nextDouble();
        }
        long[] seed = {Seeds.derive(2, step)};
        return Corruption.of(x, Noise.normal(arena, seed, x.getShape()).squeeze(0), gamma);
    }

    /** Outside of the step's scope, which would free the moments that Adam makes in its first. */
    private static void update(Optimizer adam, Map<String, NDArray> weights, NDList gradients) {
        try (GradMode off = GradMode.off();
                gradients) {
            Iterator<NDArray> gradient = gradients.iterator();
            weights.forEach((name, w) -> adam.update(name, w, gradient.next()));
        }
    }
}
