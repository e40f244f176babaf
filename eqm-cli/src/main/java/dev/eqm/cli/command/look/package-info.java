/**
 * Commands that show runs and change nothing.
 *
 * <ul>
 *   <li>{@code eqm list}: all runs of a folder, by {@link dev.eqm.run.overview.RunList}.
 *   <li>{@code eqm show}: one run, by {@link dev.eqm.run.overview.RunDetails}.
 * </ul>
 *
 * Both print a table for people, or with {@code --json} a document for programs; a damaged run is
 * shown with what is wrong with it, and the exit code is still 0.
 */
package dev.eqm.cli.command.look;
