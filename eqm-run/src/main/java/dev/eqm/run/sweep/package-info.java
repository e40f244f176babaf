/**
 * Distances over a grid of sampling settings and checkpoints of one run. {@link
 * dev.eqm.run.sweep.Sweep} does a {@link dev.eqm.run.sweep.SweepRequest}: {@link
 * dev.eqm.run.sweep.SweepAxes} say which settings, {@link dev.eqm.run.sweep.SweepSamples} what all
 * share. {@link dev.eqm.run.sweep.SweepGrid} makes {@link dev.eqm.run.sweep.Trajectory}s of them,
 * which give several numbers of steps at once ({@link dev.eqm.run.sweep.StepCollectors}); {@link
 * dev.eqm.run.sweep.SweepFile} keeps what is done under its {@link
 * dev.eqm.run.sweep.SweepProtocol}, so that a killed sweep can continue and results of different
 * sweeps are never mixed; {@link dev.eqm.run.sweep.SweepReport} shows it, as {@link
 * dev.eqm.run.sweep.SweepTables} and, where there is something to compare, as the charts of {@code
 * SweepFigure}.
 *
 * <p>To add an axis: a component of {@code SweepPoint}, {@code Trajectory}, {@code SweepAxes} and
 * {@code SweepGrid}, a constant of {@code SweepView.Axis}, and what it changes in {@code
 * SweepSettings}. A single setting is {@code run.scoring.ModelEvaluation}'s.
 *
 * <p>Letters: η step size of a rule.
 */
package dev.eqm.run.sweep;
