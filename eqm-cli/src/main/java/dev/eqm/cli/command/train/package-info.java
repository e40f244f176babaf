/**
 * Commands that train or prepare training: {@code train}, {@code toy}, {@code encode}. Each reads
 * its options, makes one call into {@code run.training} or {@code run.encoding} and prints what
 * comes back. {@code WatchedTraining} is how all of them train: with progress on the console, the
 * picture that suits the data, and signals that end the run with a checkpoint.
 */
package dev.eqm.cli.command.train;
