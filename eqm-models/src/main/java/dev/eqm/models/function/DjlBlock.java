package dev.eqm.models.function;

import static dev.eqm.core.check.Check.broken;
import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The layers of a DJL block, over parameters that are not its own.
 *
 * <p>DJL hands a block's parameters out through a {@link ParameterStore}; one that answers with
 * eqm's arrays makes one block serve the trained network, its averages and any number of threads.
 * The block's own parameters stay empty.
 *
 * @param names of its parameters, in {@link #specs}
 */
record DjlBlock(String id, Block block, Inputs inputs, IdentityHashMap<Parameter, String> names)
        implements Forward {
    /** Samples of the trial: more than one, so that a reshape that mixes them shows. */
    private static final int TRIAL = 2;

    /**
     * The layers for states of a shape.
     *
     * @param block not initialised; owned by the result, nobody else may use it
     */
    static DjlBlock of(String id, Shape sampleShape, Inputs inputs, Block block) {
        require(
                block.getParameters().values().stream().noneMatch(Parameter::isInitialized),
                "the block of %s must not be initialised: eqm draws its parameters from its own seed",
                id);
        DjlRefusals.checkInitialisers(id, block);
        tryOut(id, sampleShape, inputs, block);
        IdentityHashMap<Parameter, String> names = new IdentityHashMap<>();
        block.getParameters().forEach(p -> names.putIfAbsent(p.getValue(), p.getKey()));
        return new DjlBlock(id, block, inputs, names);
    }

    /**
     * Finds out the shapes of all parameters, and whether the block answers as it must: with
     * numbers that stand in for parameters and take no memory.
     */
    private static void tryOut(String id, Shape sampleShape, Inputs inputs, Block block) {
        try (Arena arena = Arena.open(Device.cpu(), "trial of a block");
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            Shape states = new Shape(TRIAL).addAll(sampleShape);
            NDArray x = arena.zeros(states.getShape());
            NDArray labels = arena.of(new long[TRIAL], TRIAL);
            NDList in = inputs(inputs, x, arena.zeros(TRIAL), labels);
            SeededManager manager = new SeededManager(arena, SeededManager.SHAPES);
            block.initialize(manager, DataType.FLOAT32, in.getShapes());
            DjlRefusals.checkLayers(id, block);
            NDList out = block.forward(new Own(), in, true);
            require(
                    out.size() == 1 && out.head().getShape().equals(states),
                    "the block of %s must return one array of the shape of its states, %s for %s samples, got %s",
                    id,
                    states,
                    TRIAL,
                    Arrays.toString(out.getShapes()));
        } catch (BrokenRuleException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BrokenRuleException(
                    "the block of %s cannot be computed by DJL with PyTorch for samples %s: %s"
                            .formatted(id, sampleShape, e),
                    e);
        }
    }

    private static NDList inputs(Inputs inputs, NDArray x, NDArray gamma, NDArray labels) {
        NDList in = new NDList(x);
        if (inputs.seesLabels()) {
            in.add(labels);
        }
        if (inputs.time()) {
            in.add(gamma);
        }
        return in;
    }

    /** Its parameters in the order of its layers, named as DJL names them: 01Linear_weight. */
    List<ParameterSpec> specs() {
        List<ParameterSpec> all = new ArrayList<>();
        List<String> done = new ArrayList<>();
        for (Parameter p : block.getParameters().values()) {
            String name = names.get(p);
            if (done.contains(name)) {
                continue; // one parameter of two layers
            }
            done.add(name);
            all.add(
                    new ParameterSpec(
                            name,
                            p.getShape(),
                            new DjlInit(p.getInitializer()),
                            p.requiresGradient()));
        }
        return all;
    }

    @Override
    public NDArray of(Weights w, NDArray x, NDArray gamma, NDArray labels, boolean training) {
        NDList in = inputs(inputs, x, gamma, labels);
        NDList out = block.forward(new Lent(names, w), in, training);
        if (out.size() != 1) {
            throw broken("the block of %s must return one array, got %s", id, out.size());
        }
        return out.head();
    }

    /** A store that answers with what the block itself holds. */
    private static final class Own extends ParameterStore {
        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            return parameter == null ? null : parameter.getArray(); // a layer without a bias
        }
    }

    /** A store that answers with the arrays of a pass. */
    private static final class Lent extends ParameterStore {
        private final IdentityHashMap<Parameter, String> names;
        private final Weights weights;

        Lent(IdentityHashMap<Parameter, String> names, Weights weights) {
            this.names = names;
            this.weights = weights;
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            if (parameter == null) {
                return null; // a layer without a bias asks all the same
            }
            String name = names.get(parameter);
            if (name == null) {
                throw broken(
                        "parameter '%s' did not exist when the block was built; a block must not add layers later",
                        parameter.getName());
            }
            return weights.get(name);
        }
    }
}
