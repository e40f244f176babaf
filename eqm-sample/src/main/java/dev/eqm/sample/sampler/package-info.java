/** The sampling loop. */
package dev.eqm.sample.sampler;
