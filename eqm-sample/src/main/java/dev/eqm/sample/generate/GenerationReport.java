package dev.eqm.sample.generate;

/**
 * What a generation run did. Of a run that went on: what this process did.
 *
 * @param gradientNorms ‖∇E‖ of every sample made, in its last step: the smaller, the nearer to
 *     equilibrium
 * @param steps updates made for every sample
 * @param seconds from the first noise to the last file
 */
public record GenerationReport(double[] gradientNorms, int[] steps, double seconds) {}
