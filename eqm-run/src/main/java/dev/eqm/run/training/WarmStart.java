package dev.eqm.run.training;

import dev.eqm.core.check.Setting;
import dev.eqm.core.store.NotFinite;
import dev.eqm.core.store.Safetensors;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.NetworkDifferences;
import dev.eqm.run.RunListener;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.config.NearPath;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.StateFile;
import dev.eqm.train.optim.Averages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The weights that a run begins with instead of fresh ones: those of another run of the same
 * network, whatever energy either is trained for. Step count, optimiser and averages start anew.
 */
final class WarmStart {
    private WarmStart() {}

    /**
     * The model file that is meant, absolute.
     *
     * @param where a run (its newest whole checkpoint), a checkpoint folder (of both the main
     *     average, which samplers use) or a model file
     * @throws ConfigException if there is none
     */
    static Path file(String where, RunListener listener) {
        Path path = Path.of(where).toAbsolutePath().normalize();
        if (Files.isRegularFile(path)) {
            return path;
        }
        RunFolder run = new RunFolder(path);
        if (!run.exists()) {
            boolean ours = Files.exists(path.resolve(StateFile.NAME));
            if (!ours && Files.isDirectory(path) && Safetensors.isModel(path)) {
                throw new ConfigException(
                        "warmStart "
                                + where
                                + ": is a folder of safetensors from another program; "
                                + Setting.command("import")
                                + " "
                                + where
                                + " --out DIR converts it into a checkpoint for --warm-start");
            }
            if (!Files.isDirectory(path)) {
                throw new ConfigException(
                        "warmStart "
                                + where
                                + ": there is no such run or checkpoint"
                                + NearPath.suggestion(path)
                                + "; give a run folder, a checkpoint folder or a .safetensors file");
            }
            StateFile.verifiedWeights(path);
            return RunFolder.around(path)
                    .map(around -> average(path, around, listener))
                    .orElseGet(() -> path.resolve(mainOf(path)));
        }
        Checkpoints.Latest latest = Checkpoints.latest(run.checkpoints());
        latest.damaged().forEach(listener::warned);
        if (latest.found().isEmpty()) {
            throw new ConfigException(
                    "warmStart "
                            + where
                            + ": the run has no complete checkpoint yet; train it longer, or choose another");
        }
        return average(latest.found().get(0), run, listener);
    }

    /** What samplers take of a run's checkpoint: its main average, once that is formed. */
    private static Path average(Path checkpoint, RunFolder run, RunListener listener) {
        String set = ModelChoice.set(checkpoint, run.readConfig(), listener);
        boolean main = set.equals(Averages.MAIN);
        return checkpoint.resolve(main ? mainOf(checkpoint) : Checkpoints.MODEL);
    }

    /** The file of the average that a checkpoint names first. */
    private static String mainOf(Path checkpoint) {
        return Checkpoints.average(StateFile.glanced(checkpoint).averages().get(0));
    }

    /**
     * Checks that the weights in a file mean the same in another network.
     *
     * @throws ConfigException naming what differs
     */
    private static void requireSameNetwork(Path file, ModelArchitecture wanted) {
        List<String> differences =
                NetworkDifferences.of(ModelFile.architecture(file, wanted), wanted);
        if (!differences.isEmpty()) {
            throw new ConfigException(
                    "warmStart "
                            + file
                            + ": its network differs from the run's: it has "
                            + String.join("; ", differences)
                            + "; start from a run with the same model, or change the model section");
        }
    }

    /**
     * Checks that training can start from the weights in a file.
     *
     * @throws ConfigException naming the tensors with numbers that are not finite
     */
    static void requireFinite(Path file) {
        Map<String, Long> found = NotFinite.in(file);
        if (!found.isEmpty()) {
            throw new ConfigException(
                    file
                            + ": contains NaN or infinite numbers in "
                            + NotFinite.told(found)
                            + "; they cannot be trained further: start from other weights or an earlier checkpoint");
        }
    }

    /**
     * The same configuration with the file that it begins with written out.
     *
     * @param listener hears of damaged checkpoints that were passed over
     * @throws ConfigException if there is no such file, or it holds another network
     */
    static RunConfig resolved(RunConfig config, RunListener listener) {
        if (!config.isWarmStart()) {
            return config;
        }
        Path file = file(config.warmStart(), listener);
        requireSameNetwork(file, config.model().architecture());
        requireFinite(file);
        return config.startingFrom(file.toString());
    }
}
