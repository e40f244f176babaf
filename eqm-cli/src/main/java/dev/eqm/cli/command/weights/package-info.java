/**
 * {@code eqm import}, {@code export} and {@code inspect}: the options of {@link
 * dev.eqm.run.weights.WeightsImport}, {@link dev.eqm.run.weights.WeightsExport} and {@link
 * dev.eqm.run.weights.Inspection}, and their reports in words. What another file format or network
 * needs is done there, not here.
 *
 * <p>Files of others are read as data: a {@code .pt} is a pickle, which PyTorch would run; here
 * nothing in it is, and {@code inspect} is the way to look into one before it is trusted elsewhere.
 *
 * <p>The published networks answer −∇E; import turns the sign of their weights once, export turns
 * it back, and no command has a flag for it. Both refuse a target that is there; export replaces a
 * file if it is told to, import never replaces a folder, which may be somebody's run.
 */
package dev.eqm.cli.command.weights;
