/**
 * What a person reads while a command works, and at its end. {@link dev.eqm.cli.console.Console} is
 * the {@code RunListener} of the command line: lines that stay, and a status that is rewritten on a
 * terminal and told every ten seconds elsewhere, which {@code Heartbeat} sees to for all commands;
 * {@link dev.eqm.cli.console.Terminal} knows what is at the other end. Classes named {@code
 * ...Text} print a report of {@code eqm-run}; numbers are always formatted in {@code Locale.ROOT},
 * which {@code Console.line} does.
 *
 * <p>Who to extend: {@link dev.eqm.cli.console.ConsoleCommand} for a command, {@code ...Progress}
 * for the listener of something long. Each report has one text, so that two commands that make the
 * same report print it alike. A text decides nothing and computes nothing that JSON would not have:
 * what is worth a number belongs to the report.
 *
 * <p>Everything goes to the standard output in the order in which it happened, except warnings and
 * the message that ends a command, which go to the error output. Where the standard output is a
 * document for programs ({@code Console.data}), the error output has all the rest.
 */
package dev.eqm.cli.console;
