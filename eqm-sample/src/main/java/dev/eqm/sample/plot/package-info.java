/**
 * Plots: one style, one description of a PNG and an SVG, and no font of the machine.
 *
 * <p>A {@link dev.eqm.sample.plot.Plot} is a row of {@link dev.eqm.sample.plot.Chart}s, each over a
 * {@link dev.eqm.sample.plot.Legend}: {@link dev.eqm.sample.plot.Curve}s and bars over two {@link
 * dev.eqm.sample.plot.Axis}es. A {@link dev.eqm.sample.plot.Look} gives each line a colour and a
 * marker or dashes of its own. Everything is drawn in {@link dev.eqm.sample.plot.Ink} on a {@link
 * dev.eqm.sample.plot.Canvas}, in pixels from the upper left corner: {@link
 * dev.eqm.sample.plot.RasterCanvas} becomes a PNG, {@link dev.eqm.sample.plot.SvgCanvas} an SVG
 * whose texts are texts. {@link dev.eqm.sample.plot.Lettering} knows the outlines and widths of
 * letters, {@link dev.eqm.sample.plot.PngBytes} puts texts about a picture into its file.
 *
 * <p>To add a plot, describe a {@code Plot} and hand it to {@link
 * dev.eqm.sample.output.OutputFiles#draw}. To add another kind of figure, implement {@link
 * dev.eqm.sample.plot.Drawing}, as the figures of the plane in eqm-cli do.
 */
package dev.eqm.sample.plot;
