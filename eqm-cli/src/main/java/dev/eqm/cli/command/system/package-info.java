/**
 * {@code eqm plan}, {@code doctor} and {@code bench}: what a configuration costs ({@link
 * dev.eqm.run.plan.CostEstimate}), whether this machine computes the right numbers ({@code
 * dev.eqm.cli.golden}), and how fast it is ({@code dev.eqm.cli.bench}). Here are the options and
 * the reports in words; classes called {@code ...Text} and {@code ...Table} print.
 */
package dev.eqm.cli.command.system;
