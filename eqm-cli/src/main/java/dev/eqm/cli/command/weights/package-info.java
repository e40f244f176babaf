/**
 * {@code eqm import}, {@code export} and {@code inspect}: the options of {@link
 * dev.eqm.run.weights.WeightsImport}, {@link dev.eqm.run.weights.WeightsExport} and {@link
 * dev.eqm.run.weights.Inspection}, and their reports in words. What another file format or network
 * needs is done there, not here.
 *
 * <p>Files from elsewhere are read as data. A {@code .pt} is a pickle, whose code PyTorch would
 * run; eqm runs none of it, so {@code inspect} is a safe way to look into such a file.
 *
 * <p>The published networks answer −∇E; import turns the sign of their weights once, export turns
 * it back, and no command has a flag for it. Both refuse a target that is there; export replaces a
 * file only with {@code --overwrite}, and import never replaces a folder, which may be a run.
 */
package dev.eqm.cli.command.weights;
