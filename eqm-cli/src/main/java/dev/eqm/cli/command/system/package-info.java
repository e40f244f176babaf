/**
 * Commands about the machine and the cost of a run; none of them changes a run.
 *
 * <ul>
 *   <li>{@code eqm plan}: what a configuration costs, by {@link dev.eqm.run.plan.CostEstimate};
 *       nothing is computed, no weights are made.
 *   <li>{@code eqm doctor}: versions, devices, and whether the numbers are right, by {@link
 *       dev.eqm.cli.golden.GoldenSuite}.
 *   <li>{@code eqm bench}: how fast the machine is, by {@link dev.eqm.cli.bench.BenchRun}.
 * </ul>
 *
 * Here are the options and the reports in words; classes called {@code ...Text} and {@code
 * ...Table} print. Exit codes: {@code doctor} ends with 1 for wrong numbers and 2 for a folder that
 * cannot be run, {@code bench} with 1 if memory grows.
 */
package dev.eqm.cli.command.system;
