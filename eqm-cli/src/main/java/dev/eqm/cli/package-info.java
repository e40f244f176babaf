/**
 * The command line. {@link dev.eqm.cli.Main} lists the commands; a command reads its options into a
 * request, makes one call into {@code dev.eqm.run}, prints the report that it answers, and says how
 * the process ends:
 *
 * <ul>
 *   <li>0: done;
 *   <li>1: a run began and failed, or eqm has a bug, which it then says, with a stack trace;
 *   <li>2: the input was wrong (an option, a configuration, a file), and nothing was done.
 * </ul>
 *
 * {@code Failures} decides between them by the type of the exception alone.
 *
 * <p>What the commands do stands in {@code dev.eqm.run}; here are options ({@code option}), what a
 * person reads ({@code console}), the commands by family ({@code command}), and what only a command
 * line needs: the checks of {@code eqm doctor} ({@code golden}), the measurements of {@code eqm
 * bench} ({@code bench}) and the pictures of the plane ({@code toy}, {@code plot}).
 *
 * <p>To add a command: a class in the package of its family and a line in {@link dev.eqm.cli.Main},
 * whose order is that of the help text.
 */
package dev.eqm.cli;
