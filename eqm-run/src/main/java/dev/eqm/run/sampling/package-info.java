/**
 * Samples of trained models, as folders and as sheets of pictures: what {@code eqm sample}, {@code
 * compose}, {@code denoise}, {@code inpaint} and {@code strip} do, for Java programs.
 *
 * <p>A {@link dev.eqm.run.sampling.SamplingSetup} says which model is sampled, how, where and from
 * which noise; a request adds what is wanted of it. A request checks itself when it is made, the
 * rest when it {@code run}s, before anything is written, and answers a report: a record, whose
 * {@code toJson} is the file beside the sheet. The listener hears of progress; results are what
 * {@code run} returns.
 *
 * <pre>{@code
 * FoundModel model = ModelChoice.of(Path.of("runs/fashion-mnist")).find(RunListener.SILENT);
 * SampleRequest request =
 *         SampleRequest.of(
 *                 SamplingSetup.of(model),
 *                 LabelChoice.of("0-9", 64, model.classes(), 0),
 *                 SampleOutputs.of(SampleOutputs.Format.GRID, SampleOutputs.Format.NPZ),
 *                 Path.of("samples/first"));
 * SampleReport report = request.run(RunListener.SILENT);
 * }</pre>
 *
 * <p>Which one to use: {@link dev.eqm.run.sampling.SampleRequest} for many samples in a folder with
 * {@code sampling.json}, which an interrupted call can continue; {@link
 * dev.eqm.run.sampling.ComposeRequest} for sums of conditionings; {@link
 * dev.eqm.run.sampling.DenoiseRequest} and {@link dev.eqm.run.sampling.InpaintRequest} for samples
 * that begin at real images ({@link dev.eqm.run.sampling.StartImages}); {@link
 * dev.eqm.run.sampling.StripRequest} to show how samples form, next to those of another model. For
 * pictures without files take {@link dev.eqm.run.Pipeline}, for servers its session.
 *
 * <p>To add a sheet: a record with the setup, a {@link dev.eqm.run.sampling.Sheet} and what it
 * needs, whose {@code run} opens the model by {@link dev.eqm.run.sampling.Sheet#open}, makes states
 * with the {@link dev.eqm.run.sampling.OpenRun} and writes them; a record for its report. To add a
 * kind of file to folders: a {@link dev.eqm.run.sampling.SampleOutputs.Format} and its sink.
 *
 * <p>Messages that name an option ({@code --overwrite}, {@code --first}) name what the command line
 * calls a component.
 */
package dev.eqm.run.sampling;
