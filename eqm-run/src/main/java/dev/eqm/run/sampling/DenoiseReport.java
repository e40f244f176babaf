package dev.eqm.run.sampling;

import dev.eqm.sample.generate.Sampling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link DenoiseRequest} made.
 *
 * @param labels of the images
 * @param levels two rows each
 */
public record DenoiseReport(
        Path picture, Sampling sampling, long seed, List<Long> labels, List<Level> levels) {
    private static final double PEAK = 2; // of pixels in [-1, 1]

    /**
     * Mean squared errors against the images, of states in the network's units.
     *
     * @param noised at γ
     * @param denoised from there
     */
    public record Level(double gamma, double noised, double denoised) {}

    /** {@code denoise.json}. */
    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("sampling", sampling.toString());
        all.put("seed", seed);
        all.put("labels", labels);
        all.put("gammas", levels.stream().map(DenoiseReport::row).toList());
        return all;
    }

    private static Map<String, Object> row(Level level) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("gamma", level.gamma());
        row.put("noised", distance(level.noised()));
        row.put("denoised", distance(level.denoised()));
        return row;
    }

    private static Map<String, Object> distance(double error) {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("mse", error);
        if (error > 0) {
            both.put("psnr", 10 * Math.log10(PEAK * PEAK / error));
        }
        return both;
    }
}
