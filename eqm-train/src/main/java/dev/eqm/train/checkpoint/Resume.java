package dev.eqm.train.checkpoint;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.train.optim.Average;
import dev.eqm.train.optim.Moments;
import dev.eqm.train.step.TrainState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A training state from a checkpoint: what follows equals a run that was never interrupted. */
public final class Resume {
    private Resume() {}

    /**
     * Restores a checkpoint.
     *
     * @param folder one checkpoint, {@code .../checkpoints/00005000}
     * @param identity of the run that wants to go on; what it names is built, so that networks and
     *     energies need not be in a catalogue
     * @throws CheckpointException if it is damaged or belongs to another architecture, seed, batch
     *     size or loss
     */
    public static TrainState from(
            Path folder, RunIdentity identity, Precision precision, Device device) {
        StateFile state = StateFile.verified(folder);
        if (!state.hasMoments()) {
            throw CheckpointException.of(
                    folder,
                    "holds imported weights without the optimiser's state; begin a run with them (--warm-start %s)",
                    folder);
        }
        same(folder, "seed", state.seed(), identity.seed());
        same(folder, "batch size", state.batchSize(), (long) identity.batchSize());
        same(folder, "loss", state.loss(), identity.loss());
        Path modelFile = folder.resolve(Checkpoints.MODEL);
        ModelArchitecture network = identity.architecture();
        same(folder, "architecture", ModelFile.architecture(modelFile, network), network);
        FieldModel model = ModelFile.readAs(modelFile, network, precision, device);
        List<Average> averages = new ArrayList<>();
        try {
            for (String name : state.averages()) {
                averages.add(new Average(name, average(folder, name, network, device)));
            }
            return new TrainState(
                    model, averages, moments(folder, model.parameters()), state.count());
        } catch (RuntimeException e) {
            averages.forEach(Average::close);
            model.close();
            throw e;
        }
    }

    private static Parameters average(
            Path folder, String name, ModelArchitecture architecture, Device device) {
        Path file = folder.resolve(Checkpoints.average(name));
        try (Parameters read =
                ModelFile.parameters(
                        file, Safetensors.read(file).tensors(), architecture.specs(), device)) {
            return read.detachedCopy();
        }
    }

    private static Moments moments(Path folder, Parameters parameters) {
        Path file = folder.resolve(Checkpoints.OPTIMIZER);
        Map<String, TensorData> tensors = Safetensors.read(file).tensors();
        ModelFile.check(file, tensors, Moments.specs(parameters));
        return Moments.of(parameters, tensors);
    }

    private static void same(Path folder, String what, Object stored, Object wanted) {
        if (!stored.equals(wanted)) {
            throw CheckpointException.of(
                    folder,
                    "holds a run with %s %s, this one has %s; resume with the run's own configuration, or start another run under another name",
                    what,
                    stored,
                    wanted);
        }
    }
}
