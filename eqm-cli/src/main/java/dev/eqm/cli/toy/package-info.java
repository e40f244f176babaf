/**
 * Models of points in the plane, measured and drawn. {@link dev.eqm.cli.toy.ToyRuns} says which
 * runs are compared, {@link dev.eqm.cli.toy.PlaneModel} asks a model for its field and for the
 * paths of samples, {@link dev.eqm.cli.toy.PlaneNumbers} says how good they are, {@link
 * dev.eqm.cli.toy.PlaneFigure} draws them: data, arrows of −∇E, level lines of ‖∇E‖, paths from
 * noise to the end; {@link dev.eqm.cli.toy.EnergyFigure} draws an explicit energy itself. {@link
 * dev.eqm.cli.toy.ToySheet} writes all of it to a folder, {@link
 * dev.eqm.cli.toy.PlaneFigure#preview} shows a run while it trains.
 *
 * <p>Points are flat arrays x₀, y₀, x₁, y₁, ...: the states [N, 2, 1, 1] in row-major order.
 */
package dev.eqm.cli.toy;
