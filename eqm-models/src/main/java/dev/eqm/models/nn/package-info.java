/**
 * What every network of eqm shares. {@link dev.eqm.models.nn.FieldModel} is the face it shows to
 * training and sampling; {@link dev.eqm.models.nn.Parameters} are its named arrays, in the
 * published order; {@link dev.eqm.models.nn.ParameterSpec} says how one is named, shaped and
 * initialised.
 *
 * <p>To add a network: list its specs, write its kernels, implement {@code FieldModel}.
 */
package dev.eqm.models.nn;
