/**
 * How likely given data are under a Flow-Matching network: {@link
 * dev.eqm.sample.likelihood.Likelihood} by the ODE with Hutchinson's estimator of the divergence.
 * An EqM network has no such likelihood: its velocity does not carry noise to data in unit time.
 *
 * <p>Letters: x data, z noise, v velocity, ε probe, D entries of a sample.
 */
package dev.eqm.sample.likelihood;
