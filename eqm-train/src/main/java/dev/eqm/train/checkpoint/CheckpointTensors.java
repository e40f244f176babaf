package dev.eqm.train.checkpoint;

import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorFileException;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Averages;
import dev.eqm.train.optim.OptimizerState;
import dev.eqm.train.step.StepCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint as tensors, without a network: what an import writes and an export reads. Tensors
 * are fetched one at a time, so its size does not matter.
 *
 * @param architecture of the network
 * @param model parameters by name, the paper's sign
 * @param average that of the samplers; the same object as {@code model} if there is only one set
 * @param moments AdamW's memory as {@link OptimizerState#specs} names it; empty if there is none,
 *     or that of another optimiser, which published files cannot hold
 * @param count steps done
 * @param origin what to keep of where they come from; plain values
 */
public record CheckpointTensors(
        ModelArchitecture architecture,
        Map<String, TensorSource> model,
        Map<String, TensorSource> average,
        Map<String, TensorSource> moments,
        StepCount count,
        Map<String, Object> origin) {
    private static final String PART = ".part";

    /**
     * The checkpoint in a folder, verified; its files stay mapped. What the optimiser remembers is
     * left out if it is damaged: {@link Checkpoints#besideWeights} says so.
     *
     * @throws CheckpointException if the weights are damaged
     */
    public static CheckpointTensors read(Path folder) {
        StateFile state = StateFile.verifiedWeights(folder);
        boolean whole = Checkpoints.besideWeights(folder).isEmpty();
        Path model = folder.resolve(Checkpoints.MODEL);
        Path average = folder.resolve(Checkpoints.average(state.averages().get(0)));
        Map<String, TensorSource> parameters = tensors(model);
        return new CheckpointTensors(
                ModelFile.architecture(model),
                parameters,
                isOne(model, average) ? parameters : tensors(average),
                whole && state.hasOptimizer() && state.optimizer().equals(AdamW.NAME)
                        ? tensors(folder.resolve(Checkpoints.OPTIMIZER))
                        : Map.of(),
                state.count(),
                state.origin());
    }

    /** Whether model and average are one set of weights. */
    public boolean isOneSet() {
        return model == average;
    }

    /**
     * Writes a checkpoint folder; when this returns it is on disk and whole.
     *
     * @param target must not exist, its parent is made
     * @param identity of the run that is to go on from it
     * @throws CheckpointException if it cannot be written; nothing half-written is left
     */
    public void write(Path target, RunIdentity identity) {
        Path part = target.resolveSibling(target.getFileName() + PART);
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Checkpoints.delete(part);
            Files.createDirectory(part);
            try {
                writeFiles(part, identity);
                Files.move(part, target);
            } catch (IOException | RuntimeException e) {
                Checkpoints.abandon(part, e);
                throw e;
            }
        } catch (IOException | TensorFileException e) {
            String problem =
                    "cannot be written (%s); the partial file was removed; "
                            + "free some disk space or fix the permissions";
            throw new CheckpointException(target, problem.formatted(e.getMessage()), e);
        }
    }

    private void writeFiles(Path folder, RunIdentity identity) throws IOException {
        Path file = folder.resolve(Checkpoints.MODEL);
        Path ema = folder.resolve(Checkpoints.EMA);
        ModelFile.write(file, architecture, model);
        if (isOneSet()) {
            twin(file, ema);
        } else {
            ModelFile.write(ema, architecture, average);
        }
        if (!moments.isEmpty()) {
            writeMoments(folder.resolve(Checkpoints.OPTIMIZER));
        }
        List<String> files = StateFile.files(List.of(Averages.MAIN), !moments.isEmpty());
        StateFile.write(folder, count, files, identity, origin);
    }

    private void writeMoments(Path file) {
        List<ParameterSpec> specs = OptimizerState.specs(AdamW.DEFAULT, architecture.specs());
        ModelFile.checkSources(file, moments, specs);
        Map<String, TensorSource> ordered = new LinkedHashMap<>();
        specs.forEach(spec -> ordered.put(spec.name(), moments.get(spec.name())));
        Safetensors.writeSources(file, ordered, Map.of());
    }

    /** A second name of a file where the disk has such, else a copy. */
    private static void twin(Path file, Path name) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(file, name);
        }
    }

    private static boolean isOne(Path one, Path other) {
        try {
            return Files.mismatch(one, other) < 0;
        } catch (IOException e) {
            throw new CheckpointException(other, "cannot be read: " + e, e);
        }
    }

    private static Map<String, TensorSource> tensors(Path file) {
        return TensorSource.of(Safetensors.read(file).tensors());
    }
}
