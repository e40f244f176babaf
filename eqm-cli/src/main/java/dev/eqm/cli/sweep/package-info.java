/**
 * Distances over a grid of sampling settings and checkpoints. {@link dev.eqm.cli.sweep.SweepGrid}
 * says which settings, as {@link dev.eqm.cli.sweep.Trajectory}s that give several numbers of steps
 * at once; {@link dev.eqm.cli.sweep.SweepFile} keeps what is done, so that a killed sweep goes on;
 * {@link dev.eqm.cli.sweep.SweepTables} and {@link dev.eqm.cli.sweep.SweepFigure} show it.
 *
 * <p>Letters: η step size of a rule.
 */
package dev.eqm.cli.sweep;
