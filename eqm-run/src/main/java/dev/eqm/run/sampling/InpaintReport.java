package dev.eqm.run.sampling;

import dev.eqm.core.store.JsonObject;
import java.nio.file.Path;
import java.util.List;

/**
 * What an {@link InpaintRequest} made.
 *
 * @param labels of the images, a row each
 */
public record InpaintReport(
        Path picture, SamplingSetup setup, String mask, int ramp, List<Long> labels) {
    /** {@code inpaint.json}. */
    public JsonObject toJson() {
        return setup.facts().with("mask", mask).with("ramp", ramp).with("labels", labels);
    }
}
