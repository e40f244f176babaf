/**
 * Figures of the plane: {@link dev.eqm.cli.plot.Figure} puts panels side by side over a legend. A
 * {@link dev.eqm.cli.plot.Panel} is a square of the plane with axes, {@link
 * dev.eqm.cli.plot.LevelLines} finds the lines of equal height on a grid, {@link
 * dev.eqm.cli.plot.Shading} fills between them. All of it is drawn with what {@link
 * dev.eqm.sample.plot} has: canvases, inks, legends.
 *
 * <p>Three systems of coordinates meet here. The plane: (x, y) in [−limit, limit]², y upwards. A
 * grid: (column, row) in [0, side − 1]², row 0 at the bottom; {@link
 * dev.eqm.cli.plot.LevelLines#place} leads from there to the plane. Pixels: from the upper left
 * corner, y downwards. Only {@code Panel} knows the way from the plane to pixels.
 *
 * <p>To add a kind of mark: a method of {@code Panel} out of what {@code Canvas} has.
 */
package dev.eqm.cli.plot;
