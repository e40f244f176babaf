package dev.eqm.train.checkpoint;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.check.Words;
import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorFileException;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.train.optim.Average;
import dev.eqm.train.step.Recipe;
import dev.eqm.train.step.StateStore;
import dev.eqm.train.step.TrainSettings;
import dev.eqm.train.step.TrainState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The checkpoints of one run: folders {@code 00005000/} with {@code model}, {@code ema} and {@code
 * optimizer.safetensors} and {@code state.json}, with several averages also {@code
 * ema-0.9999.safetensors} and so on. One is written beside, forced to disk and renamed, so a folder
 * of that name is complete unless something damaged it later; {@link #latest} reads and checks
 * before it believes.
 */
public final class Checkpoints implements StateStore {
    /** Parameters as they are. */
    public static final String MODEL = "model.safetensors";

    /** Their average: what samplers use. */
    public static final String EMA = "ema.safetensors";

    /** The file of an average, by its name: {@code ema} or such as {@code ema-0.9999}. */
    public static String average(String name) {
        return name + ".safetensors";
    }

    /** What the optimiser remembers, and its step count. */
    public static final String OPTIMIZER = "optimizer.safetensors";

    private static final String PART = ".part";
    private static final String OLD = ".old";

    private final Path folder;
    private final RunIdentity identity;
    private final int keep;

    /**
     * The checkpoints in a folder.
     *
     * @param folder made when the first checkpoint is written
     * @param keep how many of the newest stay
     */
    public Checkpoints(Path folder, RunIdentity identity, int keep) {
        requireGiven("folder", folder, "identity", identity);
        this.folder = folder;
        this.identity = identity;
        this.keep = keep;
    }

    /**
     * The newest checkpoint that is whole.
     *
     * @param found its folder, or nothing
     * @param damaged what was skipped, one message each, naming the folder and what is wrong with
     *     it
     */
    public record Latest(List<Path> found, List<String> damaged) {}

    /**
     * Looks for the newest whole checkpoint in a folder, by reading; {@code found} is empty or
     * holds one.
     */
    public static Latest latest(Path folder) {
        return latest(folder, StateFile::files);
    }

    /**
     * The same for a purpose that needs some of the files alone: the others are not looked at.
     *
     * @param needed the names of these files
     */
    public static Latest latest(Path folder, Function<StateFile, List<String>> needed) {
        requireGiven("folder", folder, "needed", needed);
        return newest(
                folder,
                candidate -> {
                    StateFile.verified(candidate, needed);
                    return List.of();
                });
    }

    /** The first checkpoint that a check lets pass, and what it says of that one. */
    private static Latest newest(Path folder, Function<Path, List<String>> check) {
        List<String> damaged = new ArrayList<>();
        for (Path candidate : newestFirst(folder)) {
            try {
                damaged.addAll(check.apply(candidate));
                return new Latest(List.of(candidate), damaged);
            } catch (CheckpointException e) {
                damaged.add("skipped a damaged checkpoint: " + e.getMessage());
            }
        }
        return new Latest(List.of(), damaged);
    }

    /**
     * Looks for the newest checkpoint whose weights are whole, which is all that samples need; what
     * is wrong with its other files is among {@code damaged}.
     */
    public static Latest latestWeights(Path folder) {
        requireGiven("folder", folder);
        return newest(folder, Checkpoints::besideWeights);
    }

    /**
     * What is wrong with a checkpoint whose weights are whole, in sentences; empty if nothing is.
     *
     * @throws CheckpointException if the weights themselves are damaged
     */
    public static List<String> besideWeights(Path checkpoint) {
        try {
            StateFile.verified(checkpoint);
            return List.of();
        } catch (CheckpointException e) {
            StateFile.verifiedWeights(checkpoint);
            return List.of(
                    "training cannot resume from this checkpoint, although its weights are intact: "
                            + e.getMessage());
        }
    }

    /** The folders of all checkpoints by their step, ascending; whether they are whole is open. */
    public static SortedMap<Long, Path> all(Path folder) {
        requireGiven("folder", folder);
        SortedMap<Long, Path> all = new TreeMap<>();
        newestFirst(folder).forEach(checkpoint -> all.put(step(checkpoint), checkpoint));
        return all;
    }

    @Override
    public void requireFits(ModelArchitecture network, TrainSettings settings, Recipe recipe) {
        RunIdentity run = RunIdentity.of(network, settings, recipe);
        same("seed", identity.seed(), run.seed());
        same("batchSize", identity.batchSize(), run.batchSize());
        same("loss", identity.loss(), run.loss());
        same("optimizer", identity.optimizer().name(), run.optimizer().name());
        same("architecture", identity.architecture(), run.architecture());
    }

    private static void same(String what, Object stored, Object trained) {
        require(
                stored.equals(trained),
                "%s of the checkpoints must equal that of the run, %s, got %s",
                what,
                Words.of(trained),
                Words.of(stored));
    }

    @Override
    public long checksum(TrainState state) {
        return StateSum.of(state);
    }

    /**
     * Writes the state; when this returns it is on disk. Older checkpoints beyond the limit are
     * then deleted; later ones, which are damaged where a run has to pass them again, stay until
     * then.
     *
     * @throws CheckpointException if it cannot be written; what was there before is then untouched
     *     and nothing half-written is left
     */
    @Override
    public Path write(TrainState state) {
        Path target = folder.resolve(String.format(Locale.ROOT, "%08d", state.step()));
        Path part = target.resolveSibling(target.getFileName() + PART);
        try {
            Files.createDirectories(folder);
            delete(part);
            Files.createDirectory(part);
            ModelArchitecture network = identity.architecture();
            ModelFile.write(part.resolve(MODEL), network, state.model().parameters());
            for (Average average : state.averages()) {
                Path file = part.resolve(average(average.name()));
                ModelFile.write(file, network, average.parameters());
            }
            Safetensors.write(part.resolve(OPTIMIZER), state.optimizer().tensors(), Map.of());
            StateFile.write(part, state, identity);
            replace(target, part);
        } catch (IOException | TensorFileException e) {
            abandon(part, e);
            String problem =
                    "cannot be written (%s); earlier checkpoints are unchanged; "
                            + "free some disk space or fix the permissions, then resume";
            throw new CheckpointException(target, problem.formatted(e), e);
        }
        prune(state.step());
        return target;
    }

    /** A full disk needs the room: without it not even the metrics could be continued. */
    static void abandon(Path part, Exception failure) {
        try {
            delete(part);
        } catch (IOException e) {
            failure.addSuppressed(e); // the next write of this step tries again
        }
    }

    private void replace(Path target, Path part) throws IOException {
        Path old = target.resolveSibling(target.getFileName() + OLD);
        if (Files.exists(target)) { // a damaged one that this run passed again
            delete(old);
            Files.move(target, old);
        }
        Files.move(part, target);
        AtomicFile.forceFolder(folder);
        delete(old);
    }

    private void prune(long written) {
        List<Path> all = newestFirst(folder).stream().filter(p -> step(p) <= written).toList();
        for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
            try {
                delete(old);
            } catch (IOException e) {
                String problem =
                        "cannot be deleted (%s) to keep only the newest %d; the checkpoint "
                                + "of step %d is complete; fix the permissions, then resume";
                throw new CheckpointException(old, problem.formatted(e, keep, written), e);
            }
        }
    }

    private static List<Path> newestFirst(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(p -> p.getFileName().toString().matches("[0-9]{8,18}"))
                    .sorted(Comparator.comparingLong(Checkpoints::step).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + folder, e);
        }
    }

    private static long step(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString());
    }

    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path p : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        }
    }
}
