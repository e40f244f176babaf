/**
 * A residual multilayer perceptron for states of few numbers, such as points in the plane: useful
 * for seeing a method work within seconds. {@link dev.eqm.models.mlp.MlpConfig} says what to build,
 * {@link dev.eqm.models.mlp.Mlp} is the network.
 *
 * <p>Letters: N batch, C,H,W state (a point of the plane is [2, 1, 1]), S = C·H·W, D width.
 */
package dev.eqm.models.mlp;
