package dev.eqm.models.function;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradientCheck;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** A network tried on a few random states: whether its gradients are right. */
record Probe(FunctionArchitecture architecture, long seed) {
    private static final int N = 3;

    /** d/dθ of the mean of c∘f, with fixed c ~ N(0, I), at x ~ N(0, I). */
    GradientCheck gradients() {
        Shape batch = new Shape(N).addAll(architecture.sampleShape());
        try (Arena arena = Arena.open(Device.cpu(), "probe");
                Scope scope = Scope.open();
                FieldModel network = architecture.fresh(Precision.FLOAT32, Device.cpu(), seed)) {
            NDArray x = normal(arena, 1, batch);
            NDArray c = normal(arena, 2, batch);
            NDArray gamma = arena.of(new float[] {0.1f, 0.5f, 0.9f}, N);
            long[] some = LongStream.range(0, N).map(i -> i % architecture.classes()).toArray();
            NDArray labels = arena.of(some, N);
            return GradientCheck.of(
                    trained(network.parameters()),
                    () ->
                            network.trainingAnswer(x, gamma, labels, new long[N])
                                    .gradient()
                                    .mul(c)
                                    .mean());
        }
    }

    private NDArray normal(Arena arena, int number, Shape shape) {
        return Noise.normal(arena, new long[] {Seeds.derive(seed, number)}, shape).squeeze(0);
    }

    private static Map<String, NDArray> trained(Parameters parameters) {
        Map<String, NDArray> all = new LinkedHashMap<>();
        for (ParameterSpec spec : parameters.trainableSpecs()) {
            all.put(spec.name(), parameters.get(spec.name()));
        }
        return all;
    }
}
