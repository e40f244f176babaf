/** Sets that several tests of scores share. */
package dev.eqm.sample.evaluation;
