/**
 * Where samples go. A {@link dev.eqm.sample.output.SampleSink} takes states, batch by batch, and
 * may watch how they form; a {@link dev.eqm.sample.output.PictureSink} takes pictures, of which
 * {@link dev.eqm.sample.output.Decoded} makes states once for any number of them.
 *
 * <ul>
 *   <li>Pictures: {@link dev.eqm.sample.output.PngFolder} one file each, {@link
 *       dev.eqm.sample.output.PngGrid} the first in one file, {@link
 *       dev.eqm.sample.output.NpzPictures} all of them as FID tools read them.
 *   <li>States: {@link dev.eqm.sample.output.NpzStates}.
 *   <li>The way there: {@link dev.eqm.sample.output.SeriesFile} and {@link
 *       dev.eqm.sample.output.SeriesPlot} for norms, energies and steps, {@link
 *       dev.eqm.sample.output.Trajectory} for pictures at {@link dev.eqm.sample.output.FrameSteps},
 *       {@link dev.eqm.sample.output.Strips} for the same in memory.
 *   <li>Plots and sheets: {@link dev.eqm.sample.output.OutputFiles} writes what {@link
 *       dev.eqm.sample.plot} and {@link dev.eqm.sample.sheet} draw.
 * </ul>
 *
 * <p>A file is complete or not there; until then it is {@code NAME.part} ({@code PartFile}). A run
 * can be cut off at any time: sinks {@code sync} after every batch, {@link
 * dev.eqm.sample.output.SamplingFile} records how far it has come and what it was {@link
 * dev.eqm.sample.output.MadeWith}, and the next process {@code resume}s there; the result is
 * identical, byte for byte. Memory that grows with the number of samples is a mistake in a sink.
 *
 * <p>To add a format, implement one of the two interfaces; nothing has to be registered.
 *
 * <p>Letters: N samples of a batch; C, H, W of a state; pictures are uint8 [N, H, W, C].
 */
package dev.eqm.sample.output;
