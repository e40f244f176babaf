/**
 * How rules for values are checked and reported, in one form. {@link
 * dev.eqm.core.check.Check#require} stands in the constructor of every record of hyper-parameters;
 * its message starts with the component's name, so that a configuration reader can tell where the
 * value was written, and ends with the value.
 *
 * <p>It throws a {@link dev.eqm.core.check.BrokenRuleException}: the caller is at fault and nothing
 * was done. A plain {@code IllegalArgumentException} is not used for that, because whoever sees one
 * at the top must take it for a bug.
 *
 * <p>A message that tells the reader to change a setting names it by {@link
 * dev.eqm.core.check.Setting}: {@code out=DIR} for Java programs, {@code --out DIR} where a command
 * line provides {@link dev.eqm.core.check.SettingNames}.
 *
 * <p>{@link dev.eqm.core.check.Brief} is how records print arrays.
 *
 * <p>{@link dev.eqm.core.check.Identity} is the rule of what is saved: a loss, a schedule or a rule
 * must be known again by the process that goes on.
 */
package dev.eqm.core.check;
