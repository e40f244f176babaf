/** Checkpoints and exact resume. */
package dev.eqm.train.checkpoint;
