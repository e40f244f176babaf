/**
 * One training run, from configuration to last checkpoint. {@link dev.eqm.run.training.Training}
 * begins a run, or continues one after checking that it still learns the same; it opens data and
 * device, makes or reads the state, and drives {@code train.step}'s loop. Its data are what the
 * configuration names, or images that the program hands over. {@link
 * dev.eqm.run.training.TrainedRun} is what it answers: its {@code model()} is ready to be opened
 * and sampled from.
 *
 * <p>What happens while a run trains:
 *
 * <ul>
 *   <li>a {@code TrainListener} hears of every step: metrics and event files are two, a caller
 *       hands in others;
 *   <li>an {@link dev.eqm.run.training.AtIntervals} does something with the weights every N steps
 *       and at the end: previews and scores. To do more, implement {@code AtIntervals.Work} and
 *       hand it in as a listener;
 *   <li>a {@link dev.eqm.run.training.PreviewPicture} is what previews show; {@link
 *       dev.eqm.run.training.GridPreview} if nothing else is handed in.
 *   <li>{@code HistoryLog} writes when and where a process trained, {@code LastReport} the page of
 *       {@code run.report} when it ends.
 * </ul>
 *
 * <p>{@code LearnedLittle} warns at the end of a run that explains no more than {@code
 * SinglePixels} do. {@code WarmStart} finds the weights of another run to begin with. Everything
 * that is wrong with a configuration is reported before anything is written; what fails later is a
 * {@code RunFailedException} and leaves whole checkpoints.
 */
package dev.eqm.run.training;
