/**
 * {@code eqm import}, {@code export} and {@code inspect}: the options of {@link
 * dev.eqm.run.weights.WeightsImport}, {@link dev.eqm.run.weights.WeightsExport} and {@link
 * dev.eqm.run.weights.Inspection}, and their reports in words. What another file format or network
 * needs is done there, not here.
 */
package dev.eqm.cli.command.weights;
