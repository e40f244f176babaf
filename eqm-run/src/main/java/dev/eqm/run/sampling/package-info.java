/** Making samples of a trained run. */
package dev.eqm.run.sampling;
