/**
 * The experiment layer: whole runs, from a configuration file to scores. It can do what the command
 * line can, without it: nothing here reads options, writes to a stream or ends the process. Work is
 * a request, a record that checks itself; its {@code run} takes a {@link dev.eqm.run.RunListener}
 * and answers a typed report.
 *
 * <ul>
 *   <li>{@code config} reads YAML into records; {@code settings} are the records of a run, {@link
 *       dev.eqm.run.settings.RunConfig} first; {@code folder} is what a run leaves on disk;
 *   <li>{@code training} trains and resumes a run; {@code encoding} prepares latents for it;
 *   <li>{@code pipeline} finds and opens trained models; {@code sampling} makes samples of them as
 *       files; {@code scoring} and {@code sweep} say what they are worth; {@code report} puts what
 *       is known of a run on one page;
 *   <li>{@code weights} imports, exports and inspects; {@code plan} says what a configuration
 *       costs.
 * </ul>
 *
 * <p>{@link dev.eqm.run.Pipeline} opens a trained model in a line, and {@link
 * dev.eqm.run.training.Training} trains one in a sentence; take the requests of the packages where
 * files of a certain form are wanted.
 *
 * <pre>{@code
 * RunConfig config = RunConfig.read(file, "train.steps=500");
 * TrainedRun run = Training.of(config).resume().listen(listener).run();
 * try (Pipeline eqm = Pipeline.from(run.model()).guidance(2).open()) {
 *     eqm.generate("Bag, Sneaker, 0-3", 16, seed).get(0).write(Path.of("bag.png"));
 * }
 * }</pre>
 *
 * <p>eqm logs nothing: it reports everything to a {@code RunListener}. DJL, below it, logs through
 * slf4j when libtorch is loaded; whether its lines of level INFO are seen is a choice of the
 * program's logging configuration (logger {@code ai.djl}).
 *
 * <p>Errors: {@link dev.eqm.run.UsageException} for what cannot be asked, {@link
 * dev.eqm.run.config.ConfigException} for what a configuration says, {@link
 * dev.eqm.core.check.BrokenRuleException} for a value that breaks a rule, all before any work;
 * {@link dev.eqm.run.RunFailedException} for work that began and could not be finished.
 */
package dev.eqm.run;
