/**
 * Your own networks as code: {@link dev.eqm.models.function.Networks} makes an architecture of a
 * function of plain arrays, or of a block of DJL. {@link dev.eqm.models.function.NetworkFunction}
 * is the function, {@link dev.eqm.models.function.Weights} are its parameters during a pass, {@link
 * dev.eqm.models.function.Inputs} says whether it sees labels and γ, {@link
 * dev.eqm.models.function.FunctionArchitecture} is what training, files and samplers get, {@link
 * dev.eqm.models.function.Family} its line in the catalogue.
 *
 * <p>Take this to try an idea in an afternoon. A network that others shall configure, with numbers
 * of its own and bfloat16, is a record that implements {@code ModelArchitecture}, as the page of
 * {@link dev.eqm.models.nn} says.
 *
 * <p>Letters: N batch, C,H,W state, w weights.
 */
package dev.eqm.models.function;
