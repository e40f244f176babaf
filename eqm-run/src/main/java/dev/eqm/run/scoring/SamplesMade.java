package dev.eqm.run.scoring;

import dev.eqm.core.store.JsonObject;
import java.util.Locale;
import java.util.OptionalLong;

/** How the pictures came about that a report is of. */
public sealed interface SamplesMade {
    /** Key in reports -> value, in their order. */
    JsonObject facts();

    /** They were there already. */
    record Found(String images) implements SamplesMade {
        @Override
        public JsonObject facts() {
            return JsonObject.of("images", images);
        }
    }

    /**
     * A model made them.
     *
     * @param model its file
     * @param modelSha256 of the file's bytes
     * @param sampling how, as it prints itself
     * @param nfe network evaluations of a sample; empty where it depends on the sample
     * @param labels as they were asked for
     * @param tf32 whether TF32 was allowed
     */
    record ByModel(
            String model,
            String modelSha256,
            String sampling,
            OptionalLong nfe,
            String labels,
            long seed,
            String precision,
            String device,
            boolean tf32)
            implements SamplesMade {
        @Override
        public JsonObject facts() {
            return JsonObject.of("model", model)
                    .with("modelSha256", modelSha256)
                    .with("sampling", sampling)
                    .withIf(nfe.isPresent(), "nfe", nfe.orElse(0))
                    .with("labels", labels)
                    .with("seed", seed)
                    .with("precision", precision.toLowerCase(Locale.ROOT))
                    .with("device", device)
                    .withIf(tf32, "tf32", "allowed, in model and features");
        }
    }
}
