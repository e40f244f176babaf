/** Weights from and for other programs. */
package dev.eqm.run.weights;
