/**
 * What {@code eqm bench} measures. A {@link dev.eqm.cli.bench.Benchmark} compares variants that run
 * in turn inside one measurement ({@link dev.eqm.cli.bench.Paired}); the first is the baseline, and
 * ratios to it are medians over rounds, so that they hold on a machine that others use as well.
 * {@link dev.eqm.cli.bench.Endurance} runs for long and watches memory. {@link
 * dev.eqm.cli.bench.BenchRun} runs what was chosen on a {@link dev.eqm.cli.bench.Workload}, prints
 * each result as it is there and keeps all of them for a JSON file.
 *
 * <p>The way of a figure: {@link dev.eqm.cli.bench.BenchRun} asks each benchmark for its {@link
 * dev.eqm.cli.bench.Comparison}s on a {@link dev.eqm.cli.bench.Workload} (a configuration on a
 * device), in each precision; each is printed as soon as it is there and kept for {@code --json}.
 *
 * <ul>
 *   <li>kernels: {@code block}, {@code forward}, beside the same mathematics in plain operations;
 *   <li>training: {@code train}, {@code recompute}, {@code energy}, {@code checkpoint}, {@code
 *       loader};
 *   <li>sampling: {@code sampler}, {@code adaptive}, {@code autoencoder}.
 * </ul>
 *
 * <p>To add one: a class beside {@link dev.eqm.cli.bench.BlockBenchmark} and a line in {@link
 * dev.eqm.cli.bench.Benchmark#all()}. It calls what users call ({@code SiTBlock.forward}, {@code
 * TrainStep.run}, {@code Sampler.run}, {@code Checkpoints.write}), so that it measures what they
 * get; the baseline is what the same work costs at least. {@code bytes} must say roughly what it
 * needs, or a large preset ends in an abort of the JVM instead of a message.
 *
 * <p>Peaks of resident memory are those since the benchmark began and include what earlier ones
 * left to the allocator; run one alone to read them.
 */
package dev.eqm.cli.bench;
