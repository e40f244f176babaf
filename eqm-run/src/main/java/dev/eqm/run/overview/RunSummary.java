package dev.eqm.run.overview;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.store.JsonObject;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorFileException;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.RunLock;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.StateFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run at a glance. Checkpoints are looked at, not read: their files must be there and as long as
 * their heads say, which is how they break; whether every byte is right, {@code eqm sample} and
 * {@code --resume} find out by the hashes.
 *
 * @param folder of the run
 * @param state how it is doing
 * @param step done: of the newest checkpoint, or while it trains of the newest logged line
 * @param steps in all; 0 if the configuration cannot be read
 * @param loss of the last logged line; not a number without one
 * @param explained variance at the last logged line; not a number without one
 * @param changed when something was last written
 * @param bytes on disk
 * @param problems what is wrong, in sentences; empty for a run that is not damaged
 */
public record RunSummary(
        Path folder,
        RunState state,
        long step,
        long steps,
        double loss,
        double explained,
        Instant changed,
        long bytes,
        List<String> problems) {
    public RunSummary {
        problems = List.copyOf(problems);
    }

    /** The name of its folder. */
    public String name() {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /** Of a folder that holds a run, or what is left of one. */
    static RunSummary of(RunFolder run) {
        List<String> problems = new ArrayList<>();
        Optional<RunConfig> config = config(run, problems);
        long saved = newestStep(run, problems);
        Metrics metrics = Metrics.read(run.metrics());
        boolean training = RunLock.isHeld(run);
        long step = training ? Math.max(saved, metrics.step()) : saved;
        long steps = config.map(c -> c.train().steps()).orElse(0L);
        DiskUse use = DiskUse.of(run.path());
        return new RunSummary(
                run.path(),
                state(training, !problems.isEmpty(), step, steps),
                step,
                steps,
                metrics.loss(),
                metrics.explained(),
                use.changed(),
                use.bytes(),
                problems);
    }

    private static RunState state(boolean training, boolean damaged, long step, long steps) {
        if (training) {
            return RunState.TRAINING; // a checkpoint that is being written is not damaged
        } else if (damaged) {
            return RunState.DAMAGED;
        } else if (step == 0) {
            return RunState.BEGUN;
        }
        return step >= steps ? RunState.COMPLETE : RunState.STOPPED;
    }

    /** The configuration, or why there is none. */
    static Optional<RunConfig> config(RunFolder run, List<String> problems) {
        if (!run.exists()) {
            problems.add("it has no " + run.config().getFileName());
            return Optional.empty();
        }
        try {
            return Optional.of(run.readConfig());
        } catch (ConfigException | UsageException | BrokenRuleException | UncheckedIOException e) {
            problems.add(firstLine(e));
            return Optional.empty();
        }
    }

    /** The step of the newest checkpoint whose weights seem whole; newer ones are problems. */
    private static long newestStep(RunFolder run, List<String> problems) {
        List<Path> all = new ArrayList<>(Checkpoints.all(run.checkpoints()).values());
        for (int i = all.size() - 1; i >= 0; i--) {
            try {
                StateFile state = StateFile.glanced(all.get(i));
                for (String file : state.files()) {
                    if (!file.equals(Checkpoints.OPTIMIZER)) {
                        lookAt(all.get(i).resolve(file));
                    }
                }
                lookAtOptimizer(all.get(i), state, problems);
                return state.step();
            } catch (CheckpointException | TensorFileException | UncheckedIOException e) {
                problems.add(firstLine(e));
            }
        }
        return 0;
    }

    /** Samples do not need it: a checkpoint without it can be used, but not resumed. */
    private static void lookAtOptimizer(Path checkpoint, StateFile state, List<String> problems) {
        try {
            if (state.hasOptimizer()) {
                lookAt(checkpoint.resolve(Checkpoints.OPTIMIZER));
            }
        } catch (TensorFileException | UncheckedIOException e) {
            problems.add(
                    firstLine(e) + " (training cannot resume from it; samples do not need it)");
        }
    }

    /** The head of a safetensors file says how long it is. */
    private static void lookAt(Path file) {
        Safetensors.header(file);
    }

    private static String firstLine(RuntimeException e) {
        return e.getMessage().lines().findFirst().orElse("it cannot be read");
    }

    /** For programs. */
    public JsonObject toJson() {
        return JsonObject.of("name", name())
                .with("folder", folder.toString())
                .with("state", state.toString())
                .with("step", step)
                .with("steps", steps)
                .with("loss", JsonFile.finite(loss))
                .with("explainedVariance", JsonFile.finite(explained))
                .with("changed", changed.toString())
                .with("bytes", bytes)
                .with("problems", problems);
    }
}
