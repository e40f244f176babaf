/**
 * Benchmarks, compiled and run by {@code -Pbench} only (the command is in BENCHMARKS.md):
 *
 * <ul>
 *   <li>{@link dev.eqm.train.bench.BlockBench}: a transformer block through eqm, as a bare kernel,
 *       and as plain array operations;
 *   <li>{@link dev.eqm.train.bench.TrainStepBench}: where the time of a training step goes.
 * </ul>
 *
 * <p>JMH forks and warms up. What is compared runs in alternation inside one measurement ({@link
 * dev.eqm.train.bench.Paired}), so that ratios hold on a machine that others use as well.
 */
package dev.eqm.train.bench;
