/**
 * The command line. {@link dev.eqm.cli.Main} lists the commands; a command reads its options into a
 * request, makes one call into {@code dev.eqm.run}, prints the report that it answers, and says how
 * the process ends: 0 done, 1 a run failed or eqm has a bug, 2 the input was wrong. {@code
 * Failures} turns exceptions into messages and exit codes.
 *
 * <p>What the commands do stands in {@code dev.eqm.run}; here are options ({@code option}), what a
 * person reads ({@code console}), the commands by family ({@code command}), and what only a command
 * line needs: the checks of {@code eqm doctor} ({@code golden}), the measurements of {@code eqm
 * bench} ({@code bench}) and the pictures of the plane ({@code toy}, {@code plot}).
 */
package dev.eqm.cli;
