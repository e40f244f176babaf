/** Training a run. */
package dev.eqm.run.training;
