package dev.eqm.run.sampling;

import dev.eqm.core.store.JsonObject;
import java.nio.file.Path;
import java.util.List;

/**
 * What a {@link DenoiseRequest} made.
 *
 * @param labels of the images
 * @param levels two rows each
 */
public record DenoiseReport(
        Path picture, SamplingSetup setup, List<Long> labels, List<Level> levels) {
    private static final double PEAK = 2; // of pixels in [-1, 1]

    /**
     * Mean squared errors against the images, of states in the network's units.
     *
     * @param noised at γ
     * @param denoised from there
     */
    public record Level(double gamma, double noised, double denoised) {
        private JsonObject toJson() {
            return JsonObject.of("gamma", gamma)
                    .with("noised", distance(noised))
                    .with("denoised", distance(denoised));
        }

        /** PSNR = 10·log₁₀(peak²/MSE), which equal images do not have. */
        private static JsonObject distance(double error) {
            return JsonObject.of("mse", error)
                    .withIf(error > 0, "psnr", 10 * Math.log10(PEAK * PEAK / error));
        }
    }

    /** {@code denoise.json}. */
    public JsonObject toJson() {
        return setup.facts()
                .with("labels", labels)
                .with("gammas", levels.stream().map(Level::toJson).toList());
    }
}
