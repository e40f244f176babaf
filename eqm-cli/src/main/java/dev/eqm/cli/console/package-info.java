/**
 * What people read while a command works and when it ends. {@link dev.eqm.cli.console.Console} is
 * the {@code RunListener} of the command line: lines that stay, and a status that is rewritten on a
 * terminal and printed every five to ten seconds elsewhere, by {@code Heartbeat} for all commands;
 * {@link dev.eqm.cli.console.Terminal} knows whether the output is a terminal. Classes named {@code
 * ...Text} print a report of {@code eqm-run}; numbers are always formatted in {@code Locale.ROOT},
 * which {@code Console.line} does.
 *
 * <p>What to extend: {@link dev.eqm.cli.console.ConsoleCommand} for a command, {@code ...Progress}
 * for the listener of something long. Each report has one text, so that two commands that make the
 * same report print it alike. A text decides nothing and computes nothing that the JSON lacks:
 * numbers belong to the report.
 *
 * <p>Everything goes to the standard output in the order in which it happened, except warnings and
 * the message that ends a command, which go to the error output. Where the standard output is a
 * document for programs ({@code Console.data}), the error output has all the rest.
 */
package dev.eqm.cli.console;
