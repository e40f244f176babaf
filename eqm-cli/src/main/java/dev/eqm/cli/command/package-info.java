/**
 * The commands by family, one class each: {@code train} (train, toy, encode), {@code sample}
 * (sample, compose, denoise, inpaint, strip), {@code score} (evaluate, sweep, ood, neighbours,
 * ...), {@code look} (list, show), {@code weights} (import, export, inspect), {@code system} (plan,
 * doctor, bench, help). The family is also the heading in {@code eqm --help}.
 *
 * <p>A command is its options, one call, and what is printed: about 60 lines, never more than 120.
 * It does not know other commands; what two of them share is a mixin in {@code cli.option}, a text
 * in {@code cli.console}, or work, which belongs to {@code dev.eqm.run}.
 *
 * <p>To add one: a request and a typed report in {@code dev.eqm.run}, a class here with its
 * {@code @Command} and options, its line in {@link dev.eqm.cli.Main}, and what help says of it in
 * {@code dev/eqm/cli/help/commands.properties}.
 */
package dev.eqm.cli.command;
