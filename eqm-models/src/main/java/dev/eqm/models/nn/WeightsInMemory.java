package dev.eqm.models.nn;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;

/**
 * Parameters in the place of a file: what is sampled need not be written first.
 *
 * @param parameters closed with this; {@link Parameters#borrowed()} for someone else's, which must
 *     not change while the network over them is in use
 */
public record WeightsInMemory(Parameters parameters) implements WeightSource {
    /** Another handle of the same memory. */
    @Override
    public NDArray shared(Arena arena, ParameterSpec spec) {
        return taken("same", arena, spec);
    }

    @Override
    public NDArray read(Arena arena, ParameterSpec spec) {
        return taken("copies", arena, spec);
    }

    private NDArray taken(String how, Arena arena, ParameterSpec spec) {
        try (Scope scope = Scope.open()) {
            return arena.hold(parameters.taken(how, arena.scalar(0), spec.name()));
        }
    }

    @Override
    public void close() {
        parameters.close();
    }
}
