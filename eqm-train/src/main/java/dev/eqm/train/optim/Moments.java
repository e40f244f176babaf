package dev.eqm.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.ModelFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW's memory: the number of steps done, and the first and second moment of every trained
 * parameter.
 */
public final class Moments implements AutoCloseable {
    private static final String STEP = "step";
    private static final String FIRST = "exp_avg.";
    private static final String SECOND = "exp_avg_sq.";

    private final Arena arena;
    private final List<ParameterSpec> specs;
    private final NDArray step;
    private final NDList first = new NDList();
    private final NDList second = new NDList();

    private interface Source {
        NDArray make(Arena arena, String name, long... shape);
    }

    private Moments(Parameters parameters, Source source) {
        arena = Arena.open(parameters.device(), "moments");
        specs = parameters.trainableSpecs();
        try (Scope scope = Scope.open()) {
            step = arena.hold(source.make(arena, STEP));
            for (ParameterSpec spec : specs) {
                long[] shape = spec.shape().getShape();
                first.add(arena.hold(source.make(arena, FIRST + spec.name(), shape)));
                second.add(arena.hold(source.make(arena, SECOND + spec.name(), shape)));
            }
        }
        arena.seal();
    }

    /** All zero: before the first step. */
    public static Moments zero(Parameters parameters) {
        return new Moments(parameters, (arena, name, shape) -> arena.zeros(shape));
    }

    /** From tensors as {@link #tensors()} gives them; check them against {@link #specs} first. */
    public static Moments of(Parameters parameters, Map<String, TensorData> tensors) {
        return new Moments(
                parameters, (arena, name, shape) -> ModelFile.array(arena, tensors.get(name)));
    }

    /** What a file of moments holds for these parameters. */
    public static List<ParameterSpec> specs(Parameters parameters) {
        return specs(parameters.specs());
    }

    /** The same for parameters that are not there. */
    public static List<ParameterSpec> specs(List<ParameterSpec> parameters) {
        List<ParameterSpec> all = new ArrayList<>();
        all.add(ParameterSpec.fixed(STEP, new float[1]));
        for (ParameterSpec spec : parameters.stream().filter(ParameterSpec::trainable).toList()) {
            all.add(new ParameterSpec(FIRST + spec.name(), spec.shape(), spec.init(), false));
            all.add(new ParameterSpec(SECOND + spec.name(), spec.shape(), spec.init(), false));
        }
        return all;
    }

    /** Everything in Java memory. */
    public Map<String, TensorData> tensors() {
        Map<String, TensorData> all = new LinkedHashMap<>();
        all.put(STEP, ModelFile.tensor(step));
        for (int i = 0; i < specs.size(); i++) {
            all.put(FIRST + specs.get(i).name(), ModelFile.tensor(first.get(i)));
            all.put(SECOND + specs.get(i).name(), ModelFile.tensor(second.get(i)));
        }
        return all;
    }

    /** Steps done, 0-d float32 (exact up to 2²⁴). */
    NDArray step() {
        return step;
    }

    NDList first() {
        return first;
    }

    NDList second() {
        return second;
    }

    @Override
    public void close() {
        arena.close();
    }
}
