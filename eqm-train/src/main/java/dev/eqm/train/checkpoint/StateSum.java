package dev.eqm.train.checkpoint;

import ai.djl.ndarray.NDList;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.train.optim.Average;
import dev.eqm.train.step.TrainState;
import java.util.zip.CRC32C;

/**
 * A checksum of a training state: CRC-32C of the bits of all its numbers, one array in Java memory
 * at a time.
 */
final class StateSum {
    private StateSum() {}

    /** Of parameters, averages and what the optimiser remembers. */
    static long of(TrainState state) {
        CRC32C sum = new CRC32C();
        add(sum, state.model().parameters().all());
        for (Average average : state.averages()) {
            add(sum, average.parameters().all());
        }
        add(sum, state.optimizer().all());
        return sum.getValue();
    }

    private static void add(CRC32C sum, NDList arrays) {
        arrays.forEach(array -> sum.update(ModelFile.tensor(array).buffer()));
    }
}
