/** Weights on disk: what a model file holds, and the sign of published ones. */
package dev.eqm.models.weights;
