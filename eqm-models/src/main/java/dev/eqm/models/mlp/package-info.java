/**
 * A residual multilayer perceptron for states of few numbers, such as points in the plane: what one
 * takes to see a method work in seconds. {@link dev.eqm.models.mlp.MlpConfig} says what to build,
 * {@link dev.eqm.models.mlp.Mlp} is the network.
 *
 * <p>Letters: N batch, C,H,W state (a point of the plane is [2, 1, 1]), S = C·H·W, D width.
 */
package dev.eqm.models.mlp;
