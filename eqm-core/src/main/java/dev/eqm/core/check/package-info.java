/**
 * The rules that values must obey, told in one form: {@link dev.eqm.core.check.Check#require} in
 * the constructor of every record of hyper-parameters, with a message that starts with the
 * component's name and ends with the value.
 */
package dev.eqm.core.check;
