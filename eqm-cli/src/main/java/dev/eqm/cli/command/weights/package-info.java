/**
 * {@code eqm import}, {@code export} and {@code inspect}: the options of {@link
 * dev.eqm.run.weights.WeightsImport}, {@link dev.eqm.run.weights.WeightsExport} and {@link
 * dev.eqm.run.weights.Inspection}, and their reports in words. What another file format or network
 * needs is done there, not here.
 *
 * <p>Files of others are read as data: a {@code .pt} is a pickle, which PyTorch would run; here
 * nothing in it is, and {@code inspect} is the way to look into one before it is trusted elsewhere.
 *
 * <p>The published networks answer ε − x with the sign turned; import turns weights once, export
 * turns them back, and no command has a flag for it. Both refuse a target that is there.
 */
package dev.eqm.cli.command.weights;
