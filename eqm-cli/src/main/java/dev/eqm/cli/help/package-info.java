/**
 * How {@code --help} looks and what it says. {@link dev.eqm.cli.help.HelpText} lays out what
 * picocli knows of a command; {@link dev.eqm.cli.help.CommandTexts} has descriptions and examples.
 * Under which heading an option stands is said where it is declared, by {@link
 * dev.eqm.cli.option.Group}.
 *
 * <p>To add a command: its texts in {@code commands.properties} beside this package, two to four
 * examples among them.
 */
package dev.eqm.cli.help;
