/**
 * Commands that show what there is, and change nothing.
 *
 * <ul>
 *   <li>{@code eqm list}: all runs of a folder, by {@link dev.eqm.run.overview.RunList}.
 *   <li>{@code eqm show}: one run, by {@link dev.eqm.run.overview.RunDetails}.
 * </ul>
 *
 * Both print a table for people, or with {@code --json} a document for programs; a run that is
 * damaged is shown with what is wrong, and the exit code is 0 all the same.
 */
package dev.eqm.cli.command.look;
