/**
 * From a trained model to pictures on disk.
 *
 * <p>A {@link dev.eqm.sample.generate.NumberedRequests} says which samples are wanted ({@link
 * dev.eqm.sample.generate.Labels} reads specs such as {@code 0-9}, names are those of {@link
 * dev.eqm.sample.generate.Classes}), a {@link dev.eqm.sample.generate.Generation} how they are
 * made; it runs batch by batch and hands every batch to sinks. Take {@link
 * dev.eqm.sample.output.NpzStates} for what the network works on, and {@link
 * dev.eqm.sample.output.Decoded} with any of {@link dev.eqm.sample.output.PngFolder}, {@link
 * dev.eqm.sample.output.PngGrid} and {@link dev.eqm.sample.output.NpzPictures} for pictures.
 *
 * <p>Sample i is a function of (seed, i) and its label: neither the batch size nor the other
 * samples matter, beyond the rounding of float32. A file is complete or not there; until then it is
 * {@code NAME.part}.
 *
 * <p>Runs of any length need the memory of one batch and can be cut off: sinks sync after every
 * batch, {@link dev.eqm.sample.output.SamplingFile} keeps how far the run has come, and the next
 * process goes on there, to the same bytes. Memory that grows with the number of samples is a
 * mistake in a sink; use a {@link dev.eqm.sample.output.PartFile}.
 *
 * <p>To add a format, implement {@link dev.eqm.sample.output.PictureSink} or {@link
 * dev.eqm.sample.output.SampleSink}; nothing has to be registered.
 *
 * <p>Letters: N samples of a batch, C,H,W state or picture.
 */
package dev.eqm.sample.generate;
