package dev.eqm.run.scoring;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the pictures came about that a report is of. */
public sealed interface SamplesMade {
    /** Key in reports -> value, in their order. */
    Map<String, Object> facts();

    /** They were there already. */
    record Found(String images) implements SamplesMade {
        @Override
        public Map<String, Object> facts() {
            return Map.of("images", images);
        }
    }

    /**
     * A model made them.
     *
     * @param model its file
     * @param modelSha256 of the file's bytes
     * @param sampling how, as it prints itself
     * @param labels as they were asked for
     * @param tf32 whether TF32 was allowed
     */
    record ByModel(
            String model,
            String modelSha256,
            String sampling,
            String labels,
            long seed,
            String precision,
            String device,
            boolean tf32)
            implements SamplesMade {
        @Override
        public Map<String, Object> facts() {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("model", model);
            all.put("modelSha256", modelSha256);
            all.put("sampling", sampling);
            all.put("labels", labels);
            all.put("seed", seed);
            all.put("precision", precision);
            all.put("device", device);
            if (tf32) {
                all.put("tf32", "allowed, in model and features");
            }
            return all;
        }
    }
}
