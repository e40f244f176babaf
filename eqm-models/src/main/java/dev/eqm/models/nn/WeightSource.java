package dev.eqm.models.nn;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;

/**
 * Where the weights of a network lie before it is built: a file, say. Whoever builds a network over
 * it decides what is taken at once and what is read whenever it is needed.
 */
public interface WeightSource extends AutoCloseable {
    /**
     * The weights themselves, without a copy where the device allows it: read-only, valid after the
     * source is closed.
     */
    NDArray shared(Arena arena, ParameterSpec spec);

    /** A copy that is gone from memory as soon as it is closed. */
    NDArray read(Arena arena, ParameterSpec spec);

    @Override
    void close();
}
