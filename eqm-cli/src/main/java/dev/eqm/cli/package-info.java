/**
 * The command line: {@link dev.eqm.cli.Main} and one class a command in {@code
 * dev.eqm.cli.command}. It assembles what eqm-train and eqm-sample offer, prints, and sets the exit
 * code: 0 done, 1 a run failed, 2 the input was wrong.
 */
package dev.eqm.cli;
