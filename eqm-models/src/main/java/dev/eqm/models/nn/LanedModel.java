package dev.eqm.models.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Lanes;
import dev.eqm.core.loss.Answer;
import dev.eqm.core.memory.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A network whose fields compute their rows in {@link Lanes}: the numbers of the network up to the
 * rounding of other matrix shapes, sooner. Closing it closes the network; the lanes stay open.
 *
 * @param network computes every part
 * @param lanes compute the parts side by side
 */
public record LanedModel(FieldModel network, Lanes lanes) implements FieldModel {
    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public ModelArchitecture architecture() {
        return network.architecture();
    }

    /** As one batch: its graph belongs to one thread. */
    @Override
    public Answer answer(NDArray x, NDArray gamma, NDArray labels) {
        return network.answer(x, gamma, labels);
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
            int rows = cut[cut.length - 1];
            if (x.getShape().get(0) != rows) {
                throw new IllegalArgumentException(
                        "conditioned on " + rows + " labels, got states " + x.getShape());
            }
            if (parts.size() == 1) {
                return parts.get(0).gradient(x);
            }
            boolean graph = GradMode.isOn();
            try (Scope scope = Scope.open()) {
                List<Supplier<NDList>> tasks = new ArrayList<>();
                for (int i = 0; i < parts.size(); i++) {
                    Conditioned part = parts.get(i);
                    NDArray some = x.get(new NDIndex("{}:{}", cut[i], cut[i + 1]));
                    tasks.add(() -> alone(part, some, graph));
                }
                NDList all = new NDList();
                model.lanes.run(tasks).forEach(all::addAll);
                Scope.adopt(all);
                return scope.keep(NDArrays.concat(all));
            }
        }

        /** One part, on whatever thread, which records what the waiting thread records. */
        private static NDList alone(Conditioned part, NDArray x, boolean graph) {
            try (GradMode mode = graph ? GradMode.on() : GradMode.off();
                    Scope scope = Scope.open()) {
                return scope.keep(new NDList(part.gradient(x)));
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
