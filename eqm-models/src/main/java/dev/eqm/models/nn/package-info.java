/**
 * What every network of eqm shares. {@link dev.eqm.models.nn.ModelArchitecture} says what to build
 * and is all that training, checkpoints and configurations know of a network; {@link
 * dev.eqm.models.nn.FieldModel} is the face that it then shows to training and sampling; {@link
 * dev.eqm.models.nn.Parameters} are its named arrays, in the published order; {@link
 * dev.eqm.models.nn.ParameterSpec} says how one is named, shaped and initialised. {@link
 * dev.eqm.models.nn.FixedField} is the field for given labels that most networks hand out, {@link
 * dev.eqm.models.nn.LanedModel} computes the rows of any network's fields side by side.
 *
 * <p>To add a network: a record that implements {@code ModelArchitecture} with its specs, its
 * kernels with a class that implements {@code FieldModel}, and one line in {@code
 * weights.Architectures}. To name it in configurations, a {@code Backbone} and its line. A network
 * closes its parameters with itself; two networks over the same weights are one of the parameters
 * and one of {@link dev.eqm.models.nn.Parameters#borrowed}.
 */
package dev.eqm.models.nn;
