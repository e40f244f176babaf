package dev.eqm.sample.evaluation.neighbours;

/**
 * One of the nearest.
 *
 * @param index in the set that was searched
 * @param distance Euclidean, ‖q − t‖₂
 */
public record Neighbour(int index, double distance) {}
