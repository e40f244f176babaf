package dev.eqm.train.optim;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.ModelFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an {@link Optimizer} remembers: the number of steps done, and of every trained parameter
 * what the optimiser asks for. On the device of the parameters.
 */
public final class OptimizerState implements AutoCloseable {
    private static final String STEP = "step";

    private final String optimizer;
    private final Arena arena;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    private interface Source {
        NDArray make(Arena arena, ParameterSpec spec);
    }

    private OptimizerState(Optimizer optimizer, Parameters parameters, Source source) {
        this.optimizer = optimizer.name();
        arena = Arena.open(parameters.device(), "optimiser state");
        try (Scope scope = Scope.open()) {
            for (ParameterSpec spec : specs(optimizer, parameters.specs())) {
                arrays.put(spec.name(), arena.hold(source.make(arena, spec)));
            }
        }
        arena.seal();
    }

    /** Before the first step. */
    public static OptimizerState fresh(Optimizer optimizer, Parameters parameters) {
        requireGiven("optimizer", optimizer, "parameters", parameters);
        return new OptimizerState(
                optimizer, parameters, (arena, spec) -> spec.init().draw(arena, spec.shape(), 0));
    }

    /** From tensors as {@link #tensors()} gives them; check them against {@link #specs} first. */
    public static OptimizerState of(
            Optimizer optimizer, Parameters parameters, Map<String, TensorData> tensors) {
        requireGiven("optimizer", optimizer, "parameters", parameters, "tensors", tensors);
        return new OptimizerState(
                optimizer,
                parameters,
                (arena, spec) -> ModelFile.array(arena, tensors.get(spec.name())));
    }

    /**
     * What a file of it holds for these parameters, in order: {@code step}, and the optimiser's
     * memory of one trained parameter after the other.
     */
    public static List<ParameterSpec> specs(Optimizer optimizer, List<ParameterSpec> parameters) {
        List<ParameterSpec> all = new ArrayList<>();
        all.add(new ParameterSpec(STEP, new Shape(), new Init.Zeros(), false));
        parameters.stream()
                .filter(ParameterSpec::trainable)
                .forEach(spec -> all.addAll(optimizer.memory(spec)));
        return all;
    }

    /** How many numbers an optimiser remembers of these parameters, its step aside. */
    public static long size(Optimizer optimizer, List<ParameterSpec> parameters) {
        return specs(optimizer, parameters).stream().skip(1).mapToLong(ParameterSpec::size).sum();
    }

    /**
     * Refuses another optimiser than the one that this is the memory of.
     *
     * @throws dev.eqm.core.check.BrokenRuleException naming both
     */
    public void requireOf(Optimizer other) {
        require(
                optimizer.equals(other.name()),
                "optimizer must match the state, %s, got %s; begin with "
                        + "TrainState.start of the same recipe, or resume with it",
                optimizer,
                other.name());
    }

    /** Everything in Java memory. */
    public Map<String, TensorData> tensors() {
        Map<String, TensorData> all = new LinkedHashMap<>();
        arrays.forEach((name, array) -> all.put(name, ModelFile.tensor(array)));
        return all;
    }

    /** All arrays, in order; the state keeps them. */
    public NDList all() {
        return new NDList(arrays.values());
    }

    /** Steps done, 0-d float32 (exact up to 2²⁴); each step of an optimiser adds 1 to it. */
    public NDArray step() {
        return arrays.get(STEP);
    }

    /**
     * What is kept under {@code prefix.NAME} for each of these parameters, in their order: a list
     * argument of a kernel. The state keeps the arrays.
     */
    public NDList list(String prefix, List<ParameterSpec> parameters) {
        NDList list = new NDList(parameters.size());
        for (ParameterSpec spec : parameters) {
            String name = prefix + "." + spec.name();
            require(arrays.containsKey(name), "the state of %s has no %s", optimizer, name);
            list.add(arrays.get(name));
        }
        return list;
    }

    @Override
    public void close() {
        arena.close();
    }
}
