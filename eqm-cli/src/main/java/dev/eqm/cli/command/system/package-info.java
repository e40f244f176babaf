/**
 * Commands about the machine and the cost of a run; none of them changes a run.
 *
 * <ul>
 *   <li>{@code eqm plan}: what a configuration costs, by {@link dev.eqm.run.plan.CostEstimate};
 *       nothing is computed, no weights are made.
 *   <li>{@code eqm doctor}: versions, devices, and whether the numbers are right, by {@link
 *       dev.eqm.cli.golden.GoldenSuite}.
 *   <li>{@code eqm bench}: how fast the machine is, by {@link dev.eqm.cli.bench.BenchRun}.
 *   <li>{@code eqm help}: what a command does, by {@link dev.eqm.cli.help.HelpText}.
 * </ul>
 *
 * Which to ask: {@code plan} before hardware is chosen, {@code doctor} once on a new machine and
 * after each change of libtorch or driver, {@code bench} after a change of the code, with the
 * figures of before beside it.
 *
 * <p>Here are the options and the reports in words; classes called {@code ...Text} and {@code
 * ...Table} print. Exit codes: {@code doctor} ends with 1 for wrong numbers and 2 for a folder that
 * cannot be run, {@code bench} with 1 if memory grows. These two are commands whose result is the
 * exit code, which scripts wait for; so they are no {@code ConsoleCommand}.
 *
 * <p>To add a benchmark or a golden case: see the pages of {@code cli.bench} and {@code
 * cli.golden}; the commands find it by its name.
 */
package dev.eqm.cli.command.system;
