package dev.eqm.run.pipeline;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.check.Setting;
import dev.eqm.models.onnx.OnnxFile;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.NearPath;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.StateFile;
import dev.eqm.train.optim.Averages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which weights are meant; {@link #find} looks for them.
 *
 * @param place a run, a checkpoint or a file
 * @param weights {@code ema} (the main average), {@code model}, another average of the run such as
 *     {@code ema-0.9999}, or {@link #AUTO}; nothing else for a model file, which is one set
 * @param field what of an explicit energy is followed
 */
public record ModelChoice(ModelPlace place, String weights, FollowedField field) {
    /** The main average; the trained weights while it still holds mostly those it began with. */
    public static final String AUTO = "auto";

    private static final String TRAINED = "model";

    public ModelChoice {
        requireGiven("place", place, "weights", weights, "field", field);
    }

    /** The main average of a place, or what stands for it, its gradient. */
    public static ModelChoice of(ModelPlace place) {
        requireGiven("place", place);
        return new ModelChoice(place, AUTO, FollowedField.GRADIENT);
    }

    /** The main average of a run folder, a checkpoint folder or a model file. */
    public static ModelChoice of(Path path) {
        return of(ModelPlace.of(path));
    }

    /**
     * The run that was named, if one was.
     *
     * @throws UsageException if it is none
     */
    public Optional<RunFolder> namedRun() {
        if (!(place instanceof ModelPlace.Run run)) {
            return Optional.empty();
        }
        Optional<RunFolder> around =
                isCheckpoint(run.path()) ? RunFolder.around(run.path()) : Optional.empty();
        return Optional.of(around.orElseGet(() -> RunFolder.named(run.path())));
    }

    /**
     * Looks for the weights and tells the listener which it took; reads no tensor. A run that was
     * named as a checkpoint is found, and so is a checkpoint that was named as a run: what lies at
     * the path tells.
     *
     * @throws UsageException if there are none
     */
    public FoundModel find(RunListener listener) {
        if (place instanceof ModelPlace.NewestRun) {
            return newest(RunFolder.newest(place.path()), listener);
        }
        Optional<RunFolder> run = RunFolder.at(place.path());
        if (run.isPresent()) {
            return newest(run.get(), listener);
        } else if (place instanceof ModelPlace.Checkpoint || isCheckpoint(place.path())) {
            return checkpoint(place.path(), listener);
        }
        return newest(RunFolder.named(place.path()), listener); // says why it is none
    }

    private FoundModel newest(RunFolder run, RunListener listener) {
        RunConfig config = run.readConfig();
        Path folder =
                newestCheckpoint(
                        run,
                        Checkpoints.latest(run.checkpoints(), state -> needed(state, config)),
                        listener);
        FoundModel found = inRun(folder, run, listener);
        String set = found.file().getFileName().toString().replaceFirst("\\.safetensors$", "");
        listener.found("sampling from " + folder + " (" + set + " weights)");
        return found;
    }

    /** The file that will be sampled from: a large run is not read as a whole for it. */
    private List<String> needed(StateFile state, RunConfig config) {
        String set = weights;
        if (weights.equals(AUTO)) {
            set = isFormed(state, config) ? Averages.MAIN : TRAINED;
        }
        return List.of(fileName(set));
    }

    private static Path newestCheckpoint(
            RunFolder run, Checkpoints.Latest latest, RunListener listener) {
        latest.damaged().forEach(listener::warned);
        return latest.found().stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                new UsageException(
                                        run.path()
                                                + " has no complete checkpoint yet; train longer, or choose another run"));
    }

    /**
     * The checkpoint folder that a path names: the newest of a run with whole weights, else the
     * folder itself.
     *
     * @param listener hears of damaged checkpoints that are passed over
     * @throws UsageException if it is neither
     */
    public static Path checkpointAt(Path path, RunListener listener) {
        return RunFolder.at(path)
                .map(
                        run ->
                                newestCheckpoint(
                                        run,
                                        Checkpoints.latestWeights(run.checkpoints()),
                                        listener))
                .orElseGet(() -> intact(requireCheckpoint(path), listener));
    }

    /** Weights are all that is needed; what else is damaged is told. */
    private static Path intact(Path checkpoint, RunListener listener) {
        if (Files.isDirectory(checkpoint)) {
            Checkpoints.besideWeights(checkpoint).forEach(listener::warned);
        }
        return checkpoint;
    }

    private static Path requireCheckpoint(Path path) {
        if (!Files.exists(path)) {
            throw new UsageException(
                    path
                            + ": there is no such checkpoint"
                            + NearPath.suggestion(path)
                            + "; give a folder with state.json, a .safetensors file or an .onnx file");
        } else if (Files.isDirectory(path) && !isCheckpoint(path)) {
            throw new UsageException(
                    path
                            + " is neither a checkpoint (it has no state.json) nor a run (it has no config.yaml)");
        }
        return path;
    }

    /** A folder with a state, or a model file. */
    private static boolean isCheckpoint(Path path) {
        return Files.exists(path.resolve(StateFile.NAME))
                || (Files.isRegularFile(path)
                        && (path.toString().endsWith(".safetensors") || OnnxFile.isOne(path)));
    }

    private FoundModel checkpoint(Path path, RunListener listener) {
        requireCheckpoint(path);
        if (Files.isRegularFile(path)) {
            if (!weights.equals(AUTO)) {
                throw new UsageException(
                        ("%s has no effect: %s holds a single set of "
                                        + "weights; leave it out, or give the checkpoint folder")
                                .formatted(Setting.of("weights", weights), path));
            }
            String name = path.getFileName().toString().replaceFirst("\\.(safetensors|onnx)$", "");
            if (OnnxFile.isOne(path)) {
                return new FoundModel(path, name, OnnxConfig.of(OnnxFile.read(path)), field);
            }
            RunConfig config =
                    RunFolder.around(path).map(RunFolder::readConfig).orElse(RunConfig.DEFAULT);
            return new FoundModel(path, name, config, field);
        }
        StateFile.verifiedWeights(path);
        return RunFolder.around(path)
                .map(run -> inRun(path, run, listener))
                .orElseGet(
                        () ->
                                new FoundModel(
                                        file(path, weights.equals(AUTO) ? Averages.MAIN : weights),
                                        path.getFileName().toString(),
                                        RunConfig.DEFAULT,
                                        field));
    }

    private FoundModel inRun(Path folder, RunFolder run, RunListener listener) {
        RunConfig config = run.readConfig();
        String which = weights.equals(AUTO) ? set(folder, config, listener) : weights;
        return new FoundModel(
                file(folder, which),
                run.path().getFileName() + "-" + folder.getFileName(),
                config,
                field);
    }

    /**
     * Which set of weights of a run's checkpoint is sampled from, unless another one was named.
     * Does not check the files against their hashes.
     *
     * @param config of the run
     * @param listener is warned if it is not the main average
     */
    public static String set(Path folder, RunConfig config, RunListener listener) {
        StateFile state = StateFile.glanced(folder);
        if (isFormed(state, config)) {
            return Averages.MAIN;
        }
        long updates = state.count().updates();
        listener.warned(
                String.format(
                        Locale.ROOT,
                        "the initial weights still make up %2$.0f %% of the average (EMA) of %1$s (ema.decay %3$s,"
                                + " %4$d updates), so the trained weights are used instead ("
                                + Setting.of("weights", "ema")
                                + " uses the average)",
                        folder,
                        100 * config.ema().initialShare(updates),
                        config.ema().decay(),
                        updates));
        return TRAINED;
    }

    /** Whether the main average is one of trained weights. */
    private static boolean isFormed(StateFile state, RunConfig config) {
        boolean imported = !state.origin().isEmpty() || !state.hasOptimizer();
        return imported || config.isWarmStart() || config.ema().isFormed(state.count().updates());
    }

    private static Path file(Path folder, String weights) {
        List<String> there = new ArrayList<>(StateFile.glanced(folder).averages());
        there.add(TRAINED);
        String wanted = weights.toLowerCase(Locale.ROOT);
        if (!there.contains(wanted)) {
            throw new UsageException(
                    Setting.of("weights", weights)
                            + ": "
                            + folder
                            + " contains "
                            + String.join(", ", there)
                            + "; choose one of these");
        }
        return folder.resolve(fileName(wanted));
    }

    private static String fileName(String set) {
        return set.toLowerCase(Locale.ROOT) + ".safetensors";
    }
}
