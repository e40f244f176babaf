package dev.eqm.train.checkpoint;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import dev.eqm.core.check.Setting;
import dev.eqm.core.check.Words;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.train.optim.Average;
import dev.eqm.train.optim.Optimizer;
import dev.eqm.train.optim.OptimizerState;
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
     *     size, loss or optimiser
     */
    public static TrainState from(
            Path folder, RunIdentity identity, Precision precision, Device device) {
        requireGiven(
                "folder", folder, "identity", identity, "precision", precision, "device", device);
        StateFile state = StateFile.verified(folder);
        if (!state.hasOptimizer()) {
            throw CheckpointException.of(
                    folder,
                    "contains imported weights without optimiser state; start a new run from them (%s)",
                    Setting.of("warmStart", folder));
        }
        same(folder, "seed", state.seed(), identity.seed());
        same(folder, "batch size", state.batchSize(), (long) identity.batchSize());
        same(folder, "loss", state.loss(), identity.loss());
        same(folder, "optimizer", state.optimizer(), identity.optimizer().name());
        requireRanks(folder, state.ranks(), identity.ranks());
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
                    model,
                    averages,
                    optimizer(folder, identity.optimizer(), model.parameters()),
                    state.count());
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

    private static OptimizerState optimizer(
            Path folder, Optimizer optimizer, Parameters parameters) {
        Path file = folder.resolve(Checkpoints.OPTIMIZER);
        Map<String, TensorData> tensors = Safetensors.read(file).tensors();
        List<ParameterSpec> specs = OptimizerState.specs(optimizer, parameters.specs());
        for (ParameterSpec spec : specs) {
            if (!tensors.containsKey(spec.name())) {
                throw CheckpointException.of(
                        file,
                        "has no '%s', which the optimizer %s needs; resume with "
                                + "the optimizer settings that the run started with",
                        spec.name(),
                        optimizer.name());
            }
        }
        ModelFile.check(file, tensors, specs);
        return OptimizerState.of(optimizer, parameters, tensors);
    }

    private static void requireRanks(Path folder, int stored, int wanted) {
        if (stored != wanted) {
            throw CheckpointException.of(
                    folder,
                    "was trained by %s, but this run has %s; with another number, gradients are added in another order "
                            + "and the result differs in its last digits: start as many, or allow it with %s",
                    processes(stored),
                    processes(wanted),
                    Setting.of("ranksChanged"));
        }
    }

    /** For messages: how many processes trained. */
    public static String processes(int ranks) {
        return ranks == 1 ? "1 process" : ranks + " ranks";
    }

    private static void same(Path folder, String what, Object stored, Object wanted) {
        if (!stored.equals(wanted)) {
            throw CheckpointException.of(
                    folder,
                    "contains a run with %s %s, but this one has %s; resume with the run's "
                            + "own configuration, or start another run under another name",
                    what,
                    Words.of(stored),
                    Words.of(wanted));
        }
    }
}
