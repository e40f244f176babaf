package dev.eqm.models.autoencoder;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.data.DataException;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.Sha256;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorFile;
import dev.eqm.core.store.TensorFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One file of latents with the checksum of its content: SHA-256 over the bytes of {@code latents}
 * and then of {@code labels}, in hexadecimal, in the metadata as {@code sha256}. Files of older
 * versions have none.
 */
final class LatentFile {
    private static final String LATENTS = "latents";
    private static final String LABELS = "labels";
    private static final String CHECKSUM = "sha256";

    private LatentFile() {}

    /** Writes it whole or not at all. */
    static void write(
            Path file, float[] latents, long[] shape, long[] labels, List<String> classNames) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put(LATENTS, TensorData.of(latents, shape));
        tensors.put(LABELS, TensorData.of(labels, labels.length));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("classNames", Json.write(List.copyOf(classNames)));
        metadata.put(CHECKSUM, checksum(tensors));
        Safetensors.write(file, tensors, metadata);
    }

    /**
     * Reads it to its end.
     *
     * @param size latents that it should hold
     * @throws DataException naming it, if it is damaged or holds another number
     */
    static void requireWhole(Path file, int size) {
        TensorFile content;
        try {
            content = Safetensors.read(file);
        } catch (TensorFileException e) {
            throw new DataException(
                    file, "is damaged (" + e.getMessage() + "); remove this file and encode again");
        }
        TensorData latents = content.tensors().get(LATENTS);
        boolean both = latents != null && content.tensors().containsKey(LABELS);
        require(file, both, "contains no latents with labels; remove this file and encode again");
        require(
                file,
                latents.shape()[0] == size,
                "contains %d latents, but this data set has %d; remove the folder and encode again",
                latents.shape()[0],
                size);
        String written = content.metadata().get(CHECKSUM);
        require(
                file,
                written == null || written.equals(checksum(content.tensors())),
                "is damaged: its content does not have the checksum that it was written with; "
                        + "remove this file and encode again, which makes only this file");
    }

    private static String checksum(Map<String, TensorData> tensors) {
        MessageDigest digest = Sha256.digest();
        digest.update(tensors.get(LATENTS).buffer());
        digest.update(tensors.get(LABELS).buffer());
        return HexFormat.of().formatHex(digest.digest());
    }
}
