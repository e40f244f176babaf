package dev.eqm.run.shard;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonObject;
import dev.eqm.core.store.Sha256;
import dev.eqm.run.UsageException;
import dev.eqm.sample.output.MadeWith;
import dev.eqm.sample.output.OutputFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code shard.json} in the folder of a part: that it is complete, and what it holds.
 *
 * @param shard which part
 * @param rows of the whole job that it has
 * @param settings what it was made with, as JSON gives them back
 * @param files SHA-256 of each file, by name
 */
public record ShardManifest(
        Shard shard, Shard.Rows rows, Map<String, Object> settings, Map<String, String> files) {
    /** The file's name. */
    public static final String NAME = "shard.json";

    /** Of files that are complete; reads them. */
    public static ShardManifest of(
            Path folder, Shard shard, Shard.Rows rows, MadeWith settings, List<String> names) {
        Map<String, String> files = new TreeMap<>();
        names.forEach(name -> files.put(name, Sha256.ofFile(folder.resolve(name))));
        return new ShardManifest(shard, rows, settings.toJson(), files);
    }

    /** Writes it: from now on the part is complete. */
    public void write(Path folder) {
        JsonObject content =
                JsonObject.of("shard", shard.toString())
                        .with("from", (long) rows.from())
                        .with("to", (long) rows.to())
                        .with("settings", settings)
                        .with("files", files);
        String json = Json.writePretty(content) + "\n";
        OutputFiles.write(folder.resolve(NAME), json.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes it back: the part is to be made again. */
    public static void forget(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be removed: " + e, e);
        }
    }

    /**
     * Reads the manifest of a part.
     *
     * @throws UsageException if it is damaged
     */
    public static ShardManifest read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            if (Json.parse(Files.readString(file)) instanceof Map<?, ?> all
                    && all.get("shard") instanceof String shard
                    && all.get("from") instanceof Long from
                    && all.get("to") instanceof Long to
                    && all.get("settings") instanceof Map<?, ?> settings
                    && all.get("files") instanceof Map<?, ?> files) {
                Map<String, Object> made = new TreeMap<>();
                settings.forEach((name, value) -> made.put(name.toString(), value));
                Map<String, String> hashes = new TreeMap<>();
                files.forEach((name, hash) -> hashes.put(name.toString(), hash.toString()));
                Shard.Rows rows = new Shard.Rows(Math.toIntExact(from), Math.toIntExact(to));
                return new ShardManifest(Shard.parse(shard), rows, made, hashes);
            }
        } catch (IOException | RuntimeException e) {
            throw new UsageException(damaged(file, "cannot be read (" + e.getMessage() + ")"), e);
        }
        throw new UsageException(damaged(file, "does not say what a shard holds"));
    }

    /**
     * Reads every file once more.
     *
     * @param wanted the files that the job needs
     * @throws UsageException naming the first that is missing or has other bytes
     */
    public void requireWhole(Path folder, List<String> wanted) {
        for (String name : wanted) {
            Path file = folder.resolve(name);
            if (!files.containsKey(name) || Files.notExists(file)) {
                throw new UsageException(damaged(file, "is missing"));
            }
            if (!Sha256.ofFile(file).equals(files.get(name))) {
                throw new UsageException(
                        damaged(file, "is damaged: its SHA-256 is not the one in " + NAME));
            }
        }
    }

    private static String damaged(Path file, String problem) {
        return file + ": " + problem + "; make this shard again " + ShardFolders.AGAIN;
    }
}
