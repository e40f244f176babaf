package dev.eqm.train.checkpoint;

import dev.eqm.core.device.Backend;
import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.core.store.JsonObject;
import dev.eqm.core.store.Sha256;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Average;
import dev.eqm.train.optim.Averages;
import dev.eqm.train.step.StepCount;
import dev.eqm.train.step.TrainState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code state.json} of a checkpoint: the step, what identifies the run, versions, the SHA-256 of
 * every other file, and at last its own: that of what stands above it.
 *
 * @param count steps done, and how many of them were skipped
 * @param seed of the run
 * @param batchSize images a step
 * @param loss the objective as text
 * @param averages names of the averages, that of the samplers first
 * @param optimizer its name; files that say none are of {@link AdamW}
 * @param hasOptimizer whether its memory is there; imported weights may come without
 * @param origin of imported weights: what their file said beside them, plain values; else empty
 * @param ranks processes that trained it together; files that say none are of one
 */
public record StateFile(
        StepCount count,
        long seed,
        long batchSize,
        String loss,
        List<String> averages,
        String optimizer,
        boolean hasOptimizer,
        Map<String, Object> origin,
        int ranks) {
    /** Its name in a checkpoint folder. */
    public static final String NAME = "state.json";

    private static final String SEAL = "stateSha256";
    private static final String ORIGIN = "origin";
    private static final String KIND = "optimizer";
    private static final String RANKS = "ranks";
    private static final long SEALED = 2; // format 1 had no seal and is still read

    /** What an average's file may be called; a name in a damaged file must not lead elsewhere. */
    private static final Pattern AVERAGE = Pattern.compile("(ema(?:-[0-9.]+)?)\\.safetensors");

    /** Steps done. */
    public long step() {
        return count.step();
    }

    /** Writes it into a folder that already holds the other files. */
    static void write(Path folder, TrainState state, RunIdentity identity) throws IOException {
        List<String> averages = state.averages().stream().map(Average::name).toList();
        write(folder, state.count(), files(averages, true), identity, Map.of());
    }

    /**
     * The same for weights that no training state holds.
     *
     * @param files of the checkpoint, all in the folder
     * @param origin what to keep of where they come from
     */
    static void write(
            Path folder,
            StepCount count,
            List<String> files,
            RunIdentity identity,
            Map<String, Object> origin)
            throws IOException {
        Map<String, Object> hashes = new LinkedHashMap<>();
        for (String file : files) {
            hashes.put(file, hash(folder, file, hashes));
        }
        String optimizer = identity.optimizer().name();
        JsonObject all =
                JsonObject.of("format", SEALED)
                        .with("step", count.step())
                        .with("skipped", count.skipped())
                        .with("skippedInRow", count.skippedInRow())
                        .with("seed", identity.seed())
                        .with("batchSize", identity.batchSize())
                        .with("imagesSeen", count.step() * identity.batchSize())
                        .with("loss", identity.loss())
                        .withIf(!optimizer.equals(AdamW.NAME), KIND, optimizer)
                        .withIf(identity.ranks() > 1, RANKS, (long) identity.ranks())
                        .with("versions", Backend.versions())
                        .with("sha256", hashes)
                        .withIf(!origin.isEmpty(), ORIGIN, origin);
        all.put(SEAL, seal(all));
        byte[] text = (Json.writePretty(all) + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(folder.resolve(NAME), text);
    }

    /**
     * Reads it and checks every file of the checkpoint against its hash.
     *
     * @throws CheckpointException naming what is missing or damaged
     */
    public static StateFile verified(Path folder) {
        return verified(folder, StateFile::files);
    }

    /**
     * Reads it and checks some files of the checkpoint against their hashes: those that will be
     * used. The others may be damaged or gone.
     *
     * @param needed the names of these files; those that the checkpoint does not have are ignored
     * @throws CheckpointException naming what is missing or damaged
     */
    public static StateFile verified(Path folder, Function<StateFile, List<String>> needed) {
        return read(folder, needed, true);
    }

    /**
     * Reads it and checks the weights against their hashes: all that samples need. What the
     * optimiser remembers may be damaged or gone.
     *
     * @throws CheckpointException naming what is missing or damaged
     */
    public static StateFile verifiedWeights(Path folder) {
        return verified(folder, StateFile::weights);
    }

    /**
     * Reads it and looks whether the weights are there, without reading them: for a list of
     * checkpoints, not for their use.
     *
     * @throws CheckpointException naming what is missing, or damaged in {@code state.json} itself
     */
    public static StateFile glanced(Path folder) {
        return read(folder, StateFile::weights, false);
    }

    /** The files of its checkpoint beside itself. */
    public List<String> files() {
        return files(averages, hasOptimizer);
    }

    private List<String> weights() {
        return files(averages, false);
    }

    private static StateFile read(
            Path folder, Function<StateFile, List<String>> needed, boolean hashed) {
        Path file = folder.resolve(NAME);
        try {
            if (!(Json.parse(Files.readString(file)) instanceof Map<?, ?> all)
                    || !(all.get("sha256") instanceof Map<?, ?> hashes)) {
                throw new CheckpointException(file, "is not the state of a checkpoint");
            }
            requireIntact(file, all);
            StateFile state = of(all, hashes);
            List<String> names = new ArrayList<>(needed.apply(state));
            names.retainAll(state.files());
            names.forEach(name -> requireThere(folder.resolve(name)));
            if (hashed) {
                requireHashes(folder, names, hashes);
            }
            return state;
        } catch (IOException e) {
            throw new CheckpointException(folder, "cannot be read: " + e, e);
        } catch (JsonException
                | ClassCastException
                | NullPointerException
                | ArithmeticException e) {
            throw new CheckpointException(
                    file, "is not the state of a checkpoint: " + e.getMessage(), e);
        }
    }

    private static StateFile of(Map<?, ?> all, Map<?, ?> hashes) {
        boolean remembers = all.get(ORIGIN) == null || hashes.containsKey(Checkpoints.OPTIMIZER);
        return new StateFile(
                count(all),
                (Long) all.get("seed"),
                (Long) all.get("batchSize"),
                (String) all.get("loss"),
                averages(hashes),
                all.containsKey(KIND) ? (String) all.get(KIND) : AdamW.NAME,
                remembers,
                origin(all),
                all.containsKey(RANKS) ? Math.toIntExact((Long) all.get(RANKS)) : 1);
    }

    private static void requireHashes(Path folder, List<String> names, Map<?, ?> hashes)
            throws IOException {
        Map<String, Object> found = new LinkedHashMap<>();
        for (String name : names) {
            found.put(name, hash(folder, name, found));
            if (!found.get(name).equals(hashes.get(name))) {
                throw CheckpointException.of(
                        folder.resolve(name), "does not match its SHA-256 in %s", NAME);
            }
        }
    }

    private static void requireThere(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(file, "is missing");
        }
    }

    /** Imported weights may be parameters and average in one: two names of one file. */
    private static String hash(Path folder, String file, Map<String, Object> before)
            throws IOException {
        Path model = folder.resolve(Checkpoints.MODEL);
        boolean known =
                before.containsKey(Checkpoints.MODEL)
                        && Files.isSameFile(model, folder.resolve(file));
        return known ? (String) before.get(Checkpoints.MODEL) : Sha256.of(folder.resolve(file));
    }

    /** The files of a checkpoint. */
    static List<String> files(List<String> averages, boolean optimizer) {
        return Stream.of(
                        Stream.of(Checkpoints.MODEL),
                        averages.stream().map(Checkpoints::average),
                        optimizer ? Stream.of(Checkpoints.OPTIMIZER) : Stream.<String>empty())
                .flatMap(s -> s)
                .toList();
    }

    private static Map<String, Object> origin(Map<?, ?> all) {
        Map<String, Object> origin = new LinkedHashMap<>();
        if (all.get(ORIGIN) instanceof Map<?, ?> kept) {
            kept.forEach((key, value) -> origin.put((String) key, value));
        }
        return origin;
    }

    /** That of the samplers, which must be there, then the others. */
    private static List<String> averages(Map<?, ?> hashes) {
        return Stream.concat(
                        Stream.of(Averages.MAIN),
                        hashes.keySet().stream()
                                .map(key -> AVERAGE.matcher((String) key))
                                .filter(Matcher::matches)
                                .map(m -> m.group(1))
                                .filter(name -> !name.equals(Averages.MAIN)))
                .toList();
    }

    /** Older files know no skipped steps: every bad one ended its run. */
    private static StepCount count(Map<?, ?> all) {
        if (!all.containsKey("skipped")) {
            return StepCount.of((Long) all.get("step"));
        }
        return new StepCount(
                (Long) all.get("step"), (Long) all.get("skipped"), (Long) all.get("skippedInRow"));
    }

    /** A digit that flipped in here would be believed: a wrong step, a wrong seed. */
    private static void requireIntact(Path file, Map<?, ?> all) {
        long format = (Long) all.get("format");
        if (format == 1) {
            return;
        }
        if (format != SEALED) {
            throw CheckpointException.of(
                    file,
                    "has format %s, but this version of eqm reads only 1 and %s",
                    format,
                    SEALED);
        }
        if (!seal(all).equals(all.get(SEAL))) {
            throw new CheckpointException(file, "does not match the SHA-256 at its own end");
        }
    }

    /** SHA-256 of all other fields. */
    private static String seal(Map<?, ?> all) {
        Map<Object, Object> rest = new LinkedHashMap<>(all);
        rest.remove(SEAL);
        return Sha256.of(Json.write(rest).getBytes(StandardCharsets.UTF_8));
    }
}
