package dev.eqm.run.report;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorFileException;
import dev.eqm.core.store.TensorInfo;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a checkpoint says of itself. Its files are not hashed again, which would take long: the
 * hashes are those that training wrote down.
 *
 * @param folder of the checkpoint
 * @param step of the run
 * @param versions that wrote it, by name
 * @param sha256 by name of a file
 */
record CheckpointFacts(
        Path folder, long step, Map<String, String> versions, Map<String, String> sha256) {
    /**
     * All of a run, the oldest first.
     *
     * @param passedOver hears of those that cannot be read
     */
    static List<CheckpointFacts> all(Path folder, List<String> passedOver) {
        List<CheckpointFacts> all = new ArrayList<>();
        Checkpoints.all(folder).forEach((step, at) -> all.addAll(of(at, step, passedOver)));
        return all;
    }

    private static List<CheckpointFacts> of(Path folder, long step, List<String> passedOver) {
        Path file = folder.resolve(StateFile.NAME);
        try {
            if (Json.parse(Files.readString(file)) instanceof Map<?, ?> all) {
                return List.of(
                        new CheckpointFacts(
                                folder,
                                step,
                                texts(all.get("versions")),
                                texts(all.get("sha256"))));
            }
            passedOver.add(file + ": is not the state of a checkpoint; it was skipped.");
        } catch (IOException | JsonException e) {
            passedOver.add(file + ": cannot be read (" + e.getMessage() + ").");
        }
        return List.of();
    }

    private static Map<String, String> texts(Object value) {
        Map<String, String> all = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, text) -> all.put("" + key, "" + text));
        }
        return all;
    }

    /** Numbers that the network has; 0 if its file cannot be read. */
    long parameters() {
        try {
            return Safetensors.header(folder.resolve(Checkpoints.MODEL)).tensors().values().stream()
                    .mapToLong(TensorInfo::elementCount)
                    .sum();
        } catch (TensorFileException e) {
            return 0;
        }
    }
}
