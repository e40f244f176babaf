/**
 * Options that several commands share, one class per group; a command mixes them in. Each has a
 * method that returns what was asked for as a type of {@code eqm-run}: {@link
 * dev.eqm.cli.option.ModelOptions} a {@code ModelChoice}, {@link dev.eqm.cli.option.SampleSettings}
 * a {@code Sampling}, {@link dev.eqm.cli.option.SampleLabels} a {@code LabelChoice}, {@link
 * dev.eqm.cli.option.OutputOptions} a {@code SampleOutputs}, {@link
 * dev.eqm.cli.option.SheetOptions} all that sheets need.
 *
 * <p>An option that is wrong in itself, whatever the model, is a {@code UsageException} from here,
 * which names the option: {@link dev.eqm.cli.option.Usage#require}. Rules of values are checked
 * where the values live. What help texts list comes from the catalogues: {@link
 * dev.eqm.cli.option.CatalogueNames}.
 *
 * <p>Messages of the library name settings, not options; {@link dev.eqm.cli.option.OptionNames}
 * says how each is typed, so a request's argument and its option have the same name.
 *
 * <p>Defaults are of three kinds, and the type of a field tells which. A primitive has its default
 * in the annotation, and the help text shows it. A {@code null} means that the run's configuration
 * decides, or the images, or the labels; the help text then says which. A number that has to be
 * told apart from its default (was {@code --size} given beside {@code --config}?) is boxed, too,
 * and its default is a constant of the class.
 *
 * <p>To add a class: fields with {@code @Option}, one method that answers, and nothing that prints,
 * opens or writes. Options of a single command stay in the command, unless they would make it
 * longer than a screen or have rules among themselves.
 */
package dev.eqm.cli.option;
