package dev.eqm.run.training;

import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.NetworkDifferences;
import dev.eqm.run.RunListener;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.StateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
            if (!Files.isDirectory(path)) {
                throw new ConfigException(
                        "warmStart "
                                + where
                                + ": there is no such run or checkpoint; name a run folder, a checkpoint folder or a .safetensors file");
            }
            return average(path);
        }
        Checkpoints.Latest latest = Checkpoints.latest(run.checkpoints());
        latest.damaged().forEach(listener::warned);
        if (latest.found().isEmpty()) {
            throw new ConfigException(
                    "warmStart "
                            + where
                            + ": the run has no whole checkpoint yet; train it longer, or name another");
        }
        return average(latest.found().get(0));
    }

    /** The main average: the one that a checkpoint names first. */
    private static Path average(Path checkpoint) {
        String main = StateFile.verified(checkpoint).averages().get(0);
        return checkpoint.resolve(Checkpoints.average(main));
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
                            + ": another network than the run's: it has "
                            + String.join("; ", differences)
                            + "; start from a run with the same model, or change the model section");
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
        return config.startingFrom(file.toString());
    }
}
