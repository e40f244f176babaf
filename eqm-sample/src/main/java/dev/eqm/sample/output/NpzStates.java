package dev.eqm.sample.output;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.store.DType;
import java.nio.file.Path;

/**
 * All samples as the network knows them, pixels or latents: {@code arr_0}, float32 [N, C, H, W],
 * and {@code labels}, int64 [N].
 */
public final class NpzStates extends NpzStream implements SampleSink {
    /**
     * Creates the file's folder if needed.
     *
     * @param stateShape of one sample, [C, H, W]
     * @param labels of all samples that will come, by index
     */
    public NpzStates(Path file, Shape stateShape, long[] labels) {
        super(file, DType.F32, labels, stateShape.getShape());
    }

    @Override
    public boolean wantsNorms(int number) {
        return false;
    }

    @Override
    public void accept(SampleBatch batch) {
        append(RowsFile.bytes(batch.states().toFloatArray()));
    }
}
