/**
 * Commands that make samples: {@code sample} a folder of them, {@code compose}, {@code denoise},
 * {@code inpaint} and {@code strip} one sheet each. A command reads its options into a request of
 * {@code dev.eqm.run.sampling}, runs it and prints the report; what it does stands there.
 *
 * <p>All of them begin in the same way: options that are wrong for every model are refused, a model
 * is found, the sampling options are laid over its run's configuration, and only then is the rest
 * read, whose meaning is the model's: names of classes, the number of steps. A sheet needs the
 * model and {@code SheetOptions}; {@code sample} has more outputs, and options of its own for them.
 *
 * <p>Without {@code --out} everything goes to samples/RUN-STEP, so that sheets of one checkpoint
 * lie together. Exit codes: 2 if something was refused, with nothing written; 1 if samples diverged
 * or a file could not be written; otherwise 0.
 *
 * <p>To add a sheet: a request in {@code run.sampling} that opens a {@code Sheet}, and a class here
 * with {@code ModelOptions} and {@code SheetOptions} mixed in.
 */
package dev.eqm.cli.command.sample;
