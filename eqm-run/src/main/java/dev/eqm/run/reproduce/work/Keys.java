package dev.eqm.run.reproduce.work;

import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageDigest;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonObject;
import dev.eqm.core.store.Sha256;
import dev.eqm.run.config.ConfigWriter;
import dev.eqm.run.settings.ImageData;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hashes of what decides about trainings and readings: what is equal is done once. */
final class Keys {
    /**
     * The version of the numbers. Whoever changes what a training or a reading comes to raises it:
     * cached ones are then made anew.
     */
    static final int NUMBERS = 1;

    private static final int LENGTH = 16;

    /** What does not change the weights, or is part of the key in another way. */
    private static final List<String> FREE =
            List.of(
                    "name",
                    "runs",
                    "device",
                    "lanes",
                    "sampling",
                    "preview",
                    "evaluation",
                    "warmStart",
                    "tensorboard",
                    "report",
                    "codec");

    private static final List<String> FREE_OF_LOOP =
            List.of("logEvery", "checkpointEvery", "keepCheckpoints", "recompute");

    private final Map<ImageData, String> digests = new HashMap<>();

    /**
     * Of a training.
     *
     * @param parent key of the training whose weights it begins with; empty if there is none
     */
    String training(RunConfig config, String parent) {
        Map<String, Object> values =
                new LinkedHashMap<>(new ConfigWriter(RunKinds.all()).toValues(config));
        FREE.forEach(values::remove);
        Map<String, Object> loop = new LinkedHashMap<>(asMap(values.get("train")));
        FREE_OF_LOOP.forEach(loop::remove);
        values.put("train", loop);
        return of(
                JsonObject.of("numbers", NUMBERS)
                        .with("configuration", values)
                        .with("data", data(config.data().source()))
                        .with("after", parent));
    }

    @SuppressWarnings("unchecked") // a section of a configuration as JSON
    private static Map<String, Object> asMap(Object section) {
        return (Map<String, Object>) section;
    }

    /** The digest of images; empty where they are not there. */
    String data(ImageData data) {
        return digests.computeIfAbsent(data, Keys::digest);
    }

    private static String digest(ImageData data) {
        try {
            ImageSource images = data.open();
            return ImageDigest.of(images);
        } catch (DataException e) {
            return "";
        }
    }

    /** Why images are not there. */
    static String whyMissing(ImageData data) {
        try {
            return data.open().describe();
        } catch (DataException e) {
            return e.getMessage();
        }
    }

    /** Of anything that JSON can say. */
    static String of(JsonObject facts) {
        byte[] text = Json.write(facts).getBytes(StandardCharsets.UTF_8);
        return Sha256.of(text).substring(0, LENGTH);
    }
}
