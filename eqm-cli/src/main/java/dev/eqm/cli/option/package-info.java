/**
 * Options that several commands share, one class for what belongs together; a command mixes them
 * in. Each has a method that answers what was asked for in the terms of {@code eqm-run}: {@link
 * dev.eqm.cli.option.ModelOptions} a {@code ModelChoice}, {@link dev.eqm.cli.option.SampleSettings}
 * a {@code Sampling}, {@link dev.eqm.cli.option.SampleLabels} a {@code LabelChoice}, {@link
 * dev.eqm.cli.option.OutputOptions} a {@code SampleOutputs}, {@link
 * dev.eqm.cli.option.SheetOptions} all that sheets need.
 *
 * <p>An option that is wrong in itself, whatever the model, is a {@code UsageException} from here,
 * which names the option; rules of values are checked where the values live. What help texts list
 * comes from the catalogues: {@link dev.eqm.cli.option.CatalogueNames}.
 */
package dev.eqm.cli.option;
