package dev.eqm.models.nn;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * A network whose fields compute their rows in {@link Lanes}: the numbers of the network up to the
 * rounding of other matrix shapes, sooner. Closing it closes the network; the lanes stay open.
 *
 * @param network computes every part
 * @param lanes compute the parts side by side
 */
public record LanedModel(FieldModel network, Lanes lanes) implements FieldModel {
    public LanedModel {
        requireGiven("network", network, "lanes", lanes);
    }

    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public ModelArchitecture architecture() {
        return network.architecture();
    }

    @Override
    public String samplingKernel() {
        return network.samplingKernel();
    }

    /** As one batch: its graph belongs to one thread. */
    @Override
    public Prediction answer(NDArray x, NDArray gamma, NDArray labels) {
        return network.answer(x, gamma, labels);
    }

    @Override
    public Prediction trainingAnswer(NDArray x, NDArray gamma, NDArray labels, long[] seeds) {
        return network.trainingAnswer(x, gamma, labels, seeds);
    }

    @Override
    public TrainingPass trainingPass(NDArray x, NDArray gamma, NDArray labels, long[] seeds) {
        return network.trainingPass(x, gamma, labels, seeds);
    }

    @Override
    public TrainingPass recomputedPass(NDArray x, NDArray gamma, NDArray labels, long[] seeds) {
        return network.recomputedPass(x, gamma, labels, seeds);
    }

    @Override
    public Conditioned condition(long[] labels, double[] times) {
        FieldModel.requireTimes(labels, times);
        int[] cut = lanes.cut(labels.length);
        List<Conditioned> parts = new ArrayList<>();
        try {
            for (int i = 0; i + 1 < cut.length; i++) {
                long[] some = Arrays.copyOfRange(labels, cut[i], cut[i + 1]);
                parts.add(network.condition(some, part(times, cut[i], cut[i + 1])));
            }
        } catch (RuntimeException e) {
            parts.forEach(Conditioned::close);
            throw e;
        }
        return new LanedField(this, labels.clone(), times.clone(), List.copyOf(parts), cut);
    }

    private static double[] part(double[] times, int from, int to) {
        return times.length == 1 ? times : Arrays.copyOfRange(times, from, to);
    }

    @Override
    public void close() {
        network.close();
    }

    private record LanedField(
            LanedModel model, long[] labels, double[] times, List<Conditioned> parts, int[] cut)
            implements Conditioned {
        @Override
        public NDArray gradient(NDArray x) {
            return all(x, (part, some) -> new NDList(part.gradient(some))).head();
        }

        @Override
        public boolean knowsEnergy() {
            return parts.stream().allMatch(Conditioned::knowsEnergy);
        }

        @Override
        public NDArray energy(NDArray x) {
            return all(x, (part, some) -> new NDList(part.energy(some))).head();
        }

        @Override
        public Point at(NDArray x) {
            NDList both =
                    all(
                            x,
                            (part, some) -> {
                                Point point = part.at(some);
                                return new NDList(point.energy(), point.gradient());
                            });
            return new Point(both.get(0), both.get(1));
        }

        /**
         * What an evaluation answers for all rows.
         *
         * @param evaluation of one part at its rows: arrays of as many rows
         */
        NDList all(NDArray x, BiFunction<Conditioned, NDArray, NDList> evaluation) {
            int rows = cut[cut.length - 1];
            Conditioned.requireRows(x, rows);
            if (parts.size() == 1) {
                return evaluation.apply(parts.get(0), x);
            }
            boolean graph = GradMode.isOn();
            try (Scope scope = Scope.open()) {
                List<Supplier<NDList>> tasks = new ArrayList<>();
                for (int i = 0; i < parts.size(); i++) {
                    Conditioned part = parts.get(i);
                    NDArray some = x.get(new NDIndex("{}:{}", cut[i], cut[i + 1]));
                    tasks.add(() -> alone(evaluation, part, some, graph));
                }
                List<NDList> answers = model.lanes.run(tasks);
                answers.forEach(Scope::adopt);
                NDList joined = new NDList();
                for (int k = 0; k < answers.get(0).size(); k++) {
                    int column = k;
                    NDList some = new NDList();
                    answers.forEach(answer -> some.add(answer.get(column)));
                    joined.add(scope.keep(NDArrays.concat(some)));
                }
                return joined;
            }
        }

        /** One part, on whatever thread, which records what the waiting thread records. */
        private static NDList alone(
                BiFunction<Conditioned, NDArray, NDList> evaluation,
                Conditioned part,
                NDArray x,
                boolean graph) {
            try (GradMode mode = graph ? GradMode.on() : GradMode.off();
                    Scope scope = Scope.open()) {
                return scope.keep(evaluation.apply(part, x));
            }
        }

        /** Cut anew, so that the lanes stay evenly loaded. */
        @Override
        public Conditioned restricted(int[] rows) {
            double[] own =
                    times.length == 1
                            ? times
                            : Arrays.stream(rows).mapToDouble(i -> times[i]).toArray();
            return model.condition(Arrays.stream(rows).mapToLong(i -> labels[i]).toArray(), own);
        }

        @Override
        public void close() {
            parts.forEach(Conditioned::close);
        }
    }
}
