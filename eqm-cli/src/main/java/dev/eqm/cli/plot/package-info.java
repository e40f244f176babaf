/**
 * Figures of the plane: {@link dev.eqm.cli.plot.Figure} puts panels side by side over a legend and
 * writes the same drawing as PNG and as SVG. A {@link dev.eqm.cli.plot.Panel} is a square of the
 * plane with axes, {@link dev.eqm.cli.plot.LevelLines} finds the lines of equal height on a grid,
 * {@link dev.eqm.cli.plot.Shading} fills between them. All of it is drawn in {@link
 * dev.eqm.cli.plot.Ink} on a {@link dev.eqm.cli.plot.Canvas}, in pixels: {@link
 * dev.eqm.cli.plot.RasterCanvas} becomes a PNG, {@link dev.eqm.cli.plot.SvgCanvas} an SVG.
 *
 * <p>Three systems of coordinates meet here. The plane: (x, y) in [−limit, limit]², y upwards. A
 * grid: (column, row) in [0, side − 1]², row 0 at the bottom; {@link
 * dev.eqm.cli.plot.LevelLines#place} leads from there to the plane. Pixels: from the upper left
 * corner, y downwards. Only {@code Panel} knows the way from the plane to pixels.
 *
 * <p>To add a kind of mark: a method of {@code Panel} out of what {@code Canvas} has. To add a file
 * format: a {@code Canvas}. Charts, whose axes are numbers, are not drawn here but by XChart: see
 * {@link dev.eqm.sample.output.ChartSheet}.
 */
package dev.eqm.cli.plot;
