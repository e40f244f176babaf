/**
 * Drawing in the plane. A {@link dev.eqm.cli.plot.Canvas} is what one draws on, in pixels: {@link
 * dev.eqm.cli.plot.RasterCanvas} becomes a PNG, {@link dev.eqm.cli.plot.SvgCanvas} an SVG. A {@link
 * dev.eqm.cli.plot.Panel} is a square of the plane with axes, {@link dev.eqm.cli.plot.LevelLines}
 * finds the lines of equal height on a grid, {@link dev.eqm.cli.plot.Figure} puts panels side by
 * side over a legend.
 *
 * <p>To add a kind of mark: a method of {@code Panel} out of what {@code Canvas} has. To add a file
 * format: a {@code Canvas}.
 */
package dev.eqm.cli.plot;
