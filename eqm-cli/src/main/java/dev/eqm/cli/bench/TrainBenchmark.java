package dev.eqm.cli.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.data.Batch;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.LossValue;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.train.step.TrainState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A training step beside its forward and backward pass alone, on a batch made ready once; and where
 * the step's time goes, as {@link TrainSteps#parts} has it.
 */
final class TrainBenchmark implements Benchmark {
    @Override
    public double bytes(Workload w) {
        // weights, average, two moments, gradients
        return 20 * w.parameters() + w.networkBytes();
    }

    /**
     * Steps move the weights, passes do not: both see the same network all the time, whose values
     * do not matter for speed.
     */
    @Override
    public List<Comparison> run(Workload w) {
        try (TrainState start = w.start();
                Arena arena = Arena.open(w.device(), "training batch")) {
            TrainSteps steps = new TrainSteps(w.step(), start);
            Runnable passes = passes(w, start.model(), arena);
            Paired paired =
                    new Paired().add("forward + backward", passes).add("TrainStep.run", steps);
            Comparison measured = w.comparison("train", "one step", paired, w.batch(), "images/s");
            return List.of(measured.withParts(steps.parts(w.rounds())));
        }
    }

    /**
     * Corruption, network, loss and gradients in the step's lanes, on arrays made ready once;
     * nothing is added up.
     */
    private static Runnable passes(Workload w, FieldModel model, Arena arena) {
        Batch batch = w.batches().at(0);
        boolean apart = w.config().loss().separable();
        int[] cut = apart ? w.lanes().cut(batch.n()) : new int[] {0, batch.n()};
        long[] numbers = Arrays.stream(batch.labels()).asLongStream().toArray();
        NDArray x = arena.of(batch.pixels(), batch.n(), batch.c(), batch.h(), batch.w());
        NDArray eps = Workload.noise(arena, x.getShape().getShape());
        NDArray labels = arena.of(numbers, batch.n());
        List<Supplier<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i + 1 < cut.length; i++) {
            NDIndex rows = new NDIndex("{}:{}", cut[i], cut[i + 1]);
            NDArray someX = arena.hold(x.get(rows));
            NDArray someEps = arena.hold(eps.get(rows));
            NDArray someLabels = arena.hold(labels.get(rows));
            float[] gamma = new float[cut[i + 1] - cut[i]];
            Arrays.fill(gamma, 0.5f);
            tasks.add(() -> pass(w, model, someX, someEps, gamma, someLabels));
        }
        return () -> w.lanes().run(tasks);
    }

    /**
     * Forward and backward of a lane's rows; everything is freed.
     *
     * @return whether the loss is finite, which also waits for the device
     */
    private static boolean pass(
            Workload w, FieldModel model, NDArray x, NDArray eps, float[] gamma, NDArray labels) {
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            Corruption corruption = Corruption.of(x, eps, gamma); // x_γ = γx + (1−γ)ε
            Prediction answer = model.answer(corruption.xGamma(), corruption.gamma(), labels);
            LossValue value = w.config().loss().of(answer, corruption);
            NDList gradients = Autograd.gradients(value.mean(), model.parameters().trainable());
            w.await(gradients.head());
            return Float.isFinite(value.mean().getFloat());
        }
    }
}
