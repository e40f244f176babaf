package dev.eqm.sample.generate;

/**
 * What a generation run did.
 *
 * @param gradientNorms ‖∇E‖ of every sample in its last step: the smaller, the nearer to
 *     equilibrium
 * @param steps updates made for every sample, [count]
 * @param seconds from the first noise to the last file
 */
public record GenerationReport(double[] gradientNorms, int[] steps, double seconds) {}
