package dev.eqm.run.pipeline;

import dev.eqm.core.store.Json;
import dev.eqm.models.onnx.OnnxFile;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.config.ConfigWriter;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a run's configuration that an exported graph takes along, so that it is sampled as
 * its run is: what the network is, what it learned, how its states become pictures, how samples are
 * made. Places on disk are not among it.
 */
public final class OnnxConfig {
    /** The metadata key: one JSON object with the keys of a configuration. */
    public static final String KEY = "eqm.config";

    private static final List<String> SECTIONS =
            List.of("name", "model", "codec", "loss", "sampling");

    private OnnxConfig() {}

    /** As the metadata hold it; an autoencoder is the one in its usual place. */
    public static String toJson(RunConfig config) {
        Map<String, Object> all = new ConfigWriter(RunKinds.all()).toValues(config);
        Map<String, Object> some = new LinkedHashMap<>();
        SECTIONS.forEach(key -> some.put(key, all.get(key)));
        if (config.codec() instanceof CodecChoice.Kl && some.get("codec") instanceof Map<?, ?> kl) {
            Map<String, Object> codec = new LinkedHashMap<>();
            kl.forEach((key, value) -> codec.put((String) key, value));
            codec.put("weights", "default");
            some.put("codec", codec);
        }
        return Json.write(some);
    }

    /**
     * That of a graph: float32 on the CPU in one lane, since ONNX Runtime has threads of its own.
     *
     * @throws dev.eqm.run.config.ConfigException if it cannot be read
     */
    static RunConfig of(OnnxFile graph) {
        RunConfig here = RunConfig.DEFAULT.with("device=cpu", "precision=float32", "lanes=1");
        String json = graph.metadata().get(KEY);
        return json == null
                ? here
                : new ConfigReader(RunKinds.all())
                        .read(here, json, graph.path() + ", " + KEY, List.of());
    }
}
