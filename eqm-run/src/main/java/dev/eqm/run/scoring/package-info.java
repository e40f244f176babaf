/** Scores of samples. */
package dev.eqm.run.scoring;
