/**
 * Commands that train or prepare training: {@code train}, {@code toy}, {@code encode}. Each reads
 * its options, makes one call into {@code run.training} or {@code run.encoding} and prints what
 * comes back. {@code WatchedTraining} is how all of them train: with progress on the console, the
 * picture that suits the data, and signals that end the run with a checkpoint.
 *
 * <p>{@code train} has only two options of its own: what a run learns, how long and where is said
 * by the configuration, because the folder of the run keeps the configuration and not the command
 * line. {@code --set} is the way to change a value for one call.
 *
 * <p>All three can continue after an interruption: {@code train} only with {@code --resume},
 * because a run may be started twice by mistake; {@code toy} and {@code encode} by themselves, as
 * the folder says what is missing.
 */
package dev.eqm.cli.command.train;
