package example;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Arena;
import java.util.Map;
import java.util.TreeMap;

/** A network of DJL's layers as a field: points of the plane [N, 2, 1, 1] to gradients there. */
public final class DjlNetwork implements Field {
    private final Arena arena = Arena.cpu("network"); // which also starts libtorch as eqm wants it
    private final NDManager manager = arena.zeros(1).getManager();
    private final ParameterStore store = new ParameterStore(manager, false);
    private final Block layers =
            new SequentialBlock()
                    .add(Linear.builder().setUnits(64).build())
                    .add(Activation::relu) // not swish: its gradient is wrong now and then
                    .add(Linear.builder().setUnits(64).build())
                    .add(Activation::relu)
                    .add(Linear.builder().setUnits(2).build());

    /** Made outside of any scope, which would free the weights. */
    public DjlNetwork(int seed) {
        manager.getEngine().setRandomSeed(seed);
        layers.initialize(manager, DataType.FLOAT32, new Shape(1, 2));
    }

    @Override
    public NDArray gradient(NDArray x) {
        NDList states = new NDList(x.reshape(x.getShape().get(0), 2));
        return layers.forward(store, states, true).singletonOrThrow().reshape(x.getShape());
    }

    /** Name -> what is trained. */
    public Map<String, NDArray> weights() {
        Map<String, NDArray> all = new TreeMap<>();
        layers.getParameters().forEach(p -> all.put(p.getKey(), p.getValue().getArray()));
        return all;
    }

    @Override
    public void close() {
        arena.close();
    }
}
