package dev.eqm.models.function;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.Init;

/**
 * A parameter that starts as DJL's initialiser says, with random numbers that are a function of the
 * seed.
 */
record DjlInit(Initializer initializer) implements Init {
    @Override
    public NDArray draw(Arena arena, Shape shape, long seed) {
        try (Scope scope = Scope.open()) {
            SeededManager manager = new SeededManager(arena, seed);
            return scope.keep(initializer.initialize(manager, shape, DataType.FLOAT32));
        }
    }
}
