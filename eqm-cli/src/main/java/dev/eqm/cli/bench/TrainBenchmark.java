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
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.TrainStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A training step beside its forward and backward pass alone, on a batch made ready once; and where
 * the step's time goes, as {@link StepReport#times} has it.
 */
final class TrainBenchmark implements Benchmark {
    @Override
    public double bytes(Workload w) {
        // weights, average, two moments, gradients
        return 20 * w.parameters() + w.networkBytes();
    }

    @Override
    public List<Comparison> run(Workload w) {
        TrainStep step = w.step();
        try (TrainState start = w.start();
                Arena arena = Arena.open(w.device(), "training batch")) {
            Steps steps = new Steps(new TrainSteps(step, start));
            Passes passes = new Passes(w, start.model(), arena);
            Paired paired =
                    new Paired().add("forward + backward", passes::run).add("TrainStep.run", steps);
            Comparison measured = w.comparison("train", "one step", paired, w.batch(), "images/s");
            return List.of(measured.withParts(steps.parts(w.rounds())));
        }
    }

    /** One step after the other, with the times that they report. */
    private static final class Steps implements Runnable {
        private final TrainSteps steps;
        private final Map<String, List<Double>> times = new LinkedHashMap<>();

        Steps(TrainSteps steps) {
            this.steps = steps;
        }

        @Override
        public void run() {
            long begin = System.nanoTime();
            StepReport report = steps.report();
            double wall = (System.nanoTime() - begin) * 1e-9;
            report.times().byName().forEach(this::note);
            note("scopes", Math.max(0, wall - report.times().total()));
        }

        private void note(String part, double seconds) {
            times.computeIfAbsent(part, p -> new ArrayList<>()).add(seconds);
        }

        /** Of the last rounds: what came before was the warm-up. */
        Map<String, Quartiles> parts(int rounds) {
            Map<String, Quartiles> all = new LinkedHashMap<>();
            times.forEach(
                    (name, list) -> {
                        int size = list.size();
                        all.put(name, Quartiles.of(list.subList(size - rounds, size)));
                    });
            return all;
        }
    }

    /** Corruption, network, loss and gradients in the step's lanes; nothing is added up. */
    private static final class Passes {
        private final Workload workload;
        private final FieldModel model;
        private final List<Slice> slices = new ArrayList<>();

        /** One lane's rows. */
        private record Slice(NDArray x, NDArray eps, float[] gamma, NDArray labels) {}

        Passes(Workload workload, FieldModel model, Arena arena) {
            this.workload = workload;
            this.model = model;
            Batch batch = workload.batches().at(0);
            boolean apart = workload.config().loss().separable();
            int[] cut = apart ? workload.lanes().cut(batch.n()) : new int[] {0, batch.n()};
            long[] numbers = Arrays.stream(batch.labels()).asLongStream().toArray();
            NDArray x = arena.of(batch.pixels(), batch.n(), batch.c(), batch.h(), batch.w());
            NDArray eps = Workload.noise(arena, x.getShape().getShape());
            NDArray labels = arena.of(numbers, batch.n());
            for (int i = 0; i + 1 < cut.length; i++) {
                NDIndex rows = new NDIndex("{}:{}", cut[i], cut[i + 1]);
                float[] gamma = new float[cut[i + 1] - cut[i]];
                Arrays.fill(gamma, 0.5f);
                slices.add(
                        new Slice(
                                arena.hold(x.get(rows)),
                                arena.hold(eps.get(rows)),
                                gamma,
                                arena.hold(labels.get(rows))));
            }
        }

        void run() {
            List<Supplier<Boolean>> tasks = new ArrayList<>();
            slices.forEach(slice -> tasks.add(() -> run(slice)));
            workload.lanes().run(tasks);
        }

        private boolean run(Slice s) {
            try (GradMode on = GradMode.on();
                    Scope scope = Scope.open()) {
                Corruption corruption = Corruption.of(s.x, s.eps, s.gamma);
                Prediction answer = model.answer(corruption.xGamma(), corruption.gamma(), s.labels);
                LossValue value = workload.config().loss().of(answer, corruption);
                NDList gradients = Autograd.gradients(value.mean(), model.parameters().trainable());
                workload.await(gradients.head());
                return Float.isFinite(value.mean().getFloat());
            }
        }
    }
}
