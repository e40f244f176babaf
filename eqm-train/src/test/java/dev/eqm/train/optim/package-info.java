/** Tests of optimiser and average. */
package dev.eqm.train.optim;
