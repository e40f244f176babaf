/**
 * What a person reads while a command works, and at its end. {@link dev.eqm.cli.console.Console} is
 * the {@code RunListener} of the command line: lines that stay, and a status line that is rewritten
 * on a terminal and left out elsewhere. Classes named {@code ...Text} print a report of {@code
 * eqm-run}; numbers are always formatted in {@code Locale.ROOT}, which {@code Console.line} does.
 */
package dev.eqm.cli.console;
