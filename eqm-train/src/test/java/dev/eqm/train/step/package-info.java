/** Tests of the training loop. */
package dev.eqm.train.step;
