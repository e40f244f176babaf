package dev.eqm.train.train;

import dev.eqm.core.kernel.Backend;
import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.models.weights.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code state.json} of a checkpoint: the step, what identifies the run, versions, and the SHA-256
 * of every other file.
 *
 * @param step steps done
 * @param seed of the run
 * @param batchSize images a step
 * @param loss the objective as text
 */
public record StateFile(long step, long seed, long batchSize, String loss) {
    private static final String NAME = "state.json";
    private static final List<String> FILES =
            List.of(Checkpoints.MODEL, Checkpoints.EMA, Checkpoints.OPTIMIZER);

    /** Writes it into a folder that already holds the other files. */
    static void write(Path folder, long step, RunIdentity identity) throws IOException {
        Map<String, Object> hashes = new LinkedHashMap<>();
        for (String file : FILES) {
            hashes.put(file, sha256(folder.resolve(file)));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", 1);
        all.put("step", step);
        all.put("seed", identity.seed());
        all.put("batchSize", identity.batchSize());
        all.put("imagesSeen", step * identity.batchSize());
        all.put("loss", identity.loss());
        all.put("versions", Backend.versions());
        all.put("sha256", hashes);
        byte[] text = (Json.writePretty(all) + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(
                folder.resolve(NAME),
                channel -> {
                    ByteBuffer bytes = ByteBuffer.wrap(text);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                });
    }

    /**
     * Reads it and checks every file of the checkpoint against its hash.
     *
     * @throws CheckpointException naming what is missing or damaged
     */
    public static StateFile verified(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            if (!(Json.parse(Files.readString(file)) instanceof Map<?, ?> all)
                    || !(all.get("sha256") instanceof Map<?, ?> hashes)) {
                throw new CheckpointException(file, "is not the state of a checkpoint");
            }
            for (String name : FILES) {
                if (!sha256(folder.resolve(name)).equals(hashes.get(name))) {
                    throw new CheckpointException(
                            folder.resolve(name), "does not match its SHA-256 in " + NAME);
                }
            }
            return new StateFile(
                    (Long) all.get("step"),
                    (Long) all.get("seed"),
                    (Long) all.get("batchSize"),
                    (String) all.get("loss"));
        } catch (IOException e) {
            throw new CheckpointException(folder, "cannot be read: " + e, e);
        } catch (JsonException | ClassCastException | NullPointerException e) {
            throw new CheckpointException(
                    file, "is not the state of a checkpoint: " + e.getMessage(), e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest =
                        new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
