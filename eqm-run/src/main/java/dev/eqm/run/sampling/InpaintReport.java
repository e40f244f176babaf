package dev.eqm.run.sampling;

import dev.eqm.sample.generate.Sampling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an {@link InpaintRequest} made.
 *
 * @param labels of the images, a row each
 */
public record InpaintReport(
        Path picture, Sampling sampling, long seed, String mask, int ramp, List<Long> labels) {
    /** {@code inpaint.json}. */
    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("sampling", sampling.toString());
        all.put("seed", seed);
        all.put("mask", mask);
        all.put("ramp", ramp);
        all.put("labels", labels);
        return all;
    }
}
