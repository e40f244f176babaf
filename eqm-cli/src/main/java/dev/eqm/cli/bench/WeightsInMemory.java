package dev.eqm.cli.bench;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.WeightSource;
import java.nio.ByteBuffer;

/**
 * Parameters in the place of a file, which it closes: what is sampled need not be written first.
 */
record WeightsInMemory(Parameters parameters) implements WeightSource {
    @Override
    public NDArray shared(Arena arena, ParameterSpec spec) {
        return read(arena, spec);
    }

    @Override
    public NDArray read(Arena arena, ParameterSpec spec) {
        return arena.floats(bytes(spec), spec.shape().getShape());
    }

    private ByteBuffer bytes(ParameterSpec spec) {
        return parameters.get(spec.name()).toByteBuffer();
    }

    @Override
    public void close() {
        parameters.close();
    }
}
