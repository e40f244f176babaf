package dev.eqm.sample.evaluation.ood;

/**
 * A number and how sure it is.
 *
 * @param value from all scores
 * @param low where its interval begins
 * @param high where its interval ends
 */
public record Estimate(double value, double low, double high) {}
