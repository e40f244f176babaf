/**
 * What {@code eqm bench} measures. A {@link dev.eqm.cli.bench.Benchmark} compares variants that run
 * in turn inside one measurement ({@link dev.eqm.cli.bench.Paired}); the first is the baseline, and
 * ratios to it are medians over rounds, so that they hold on a machine that others use as well.
 * {@link dev.eqm.cli.bench.Endurance} runs for long and watches memory. {@link
 * dev.eqm.cli.bench.BenchRun} runs what was chosen on a {@link dev.eqm.cli.bench.Workload}, prints
 * each result as it is there and keeps all of them for a JSON file.
 *
 * <p>To add one: a class beside {@link dev.eqm.cli.bench.BlockBenchmark} and a line in {@link
 * dev.eqm.cli.bench.Benchmark#all()}. It calls what users call ({@code SiTBlock.forward}, {@code
 * TrainStep.run}, {@code Sampler.run}, {@code Checkpoints.write}), so that it measures what they
 * get.
 */
package dev.eqm.cli.bench;
