package dev.eqm.run.sampling;

import java.util.List;

/**
 * Real images in a network's units.
 *
 * @param states pixels or latents, [N, C, H, W]
 * @param labels [N]
 * @param described which images these are, and with which labels
 */
public record LabelledStates(float[] states, List<Long> labels, String described) {}
