package dev.eqm.core.data;

/**
 * One training batch in Java memory.
 *
 * @param pixels [N, C, H, W] in [-1, 1], owned by the receiver
 * @param labels N class numbers
 */
public record Batch(float[] pixels, int[] labels, int n, int c, int h, int w) {}
