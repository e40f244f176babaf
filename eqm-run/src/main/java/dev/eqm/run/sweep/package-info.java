/**
 * Distances over a grid of sampling settings and checkpoints. {@link dev.eqm.run.sweep.SweepGrid}
 * says which settings, as {@link dev.eqm.run.sweep.Trajectory}s that give several numbers of steps
 * at once; {@link dev.eqm.run.sweep.SweepFile} keeps what is done, so that a killed sweep goes on;
 * {@link dev.eqm.run.sweep.SweepTables} and {@code SweepFigure} show it.
 *
 * <p>Letters: η step size of a rule.
 */
package dev.eqm.run.sweep;
