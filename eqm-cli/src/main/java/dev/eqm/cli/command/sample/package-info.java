/**
 * Commands that make samples: {@code sample} a folder of them, {@code compose}, {@code denoise},
 * {@code inpaint} and {@code strip} one sheet each. A command reads its options into a request of
 * {@code dev.eqm.run.sampling}, runs it and prints the report; what it does stands there.
 */
package dev.eqm.cli.command.sample;
