/**
 * What a perfectly trained network would answer: the exact minimiser of the Equilibrium Matching
 * loss on a finite data set, computed instead of learned. Start at {@link
 * dev.eqm.core.oracle.OptimalField}: a {@link dev.eqm.core.field.Field} that tests, teaching and
 * samplers can use without any training.
 *
 * <p>{@link dev.eqm.core.oracle.Posterior} knows how likely each (image, γ) is for one state,
 * {@link dev.eqm.core.oracle.Quadrature} integrates over γ until it has converged, panel by panel
 * with {@link dev.eqm.core.oracle.GaussLegendre}, which other integrals may use.
 *
 * <p>Letters: n images of d numbers, s = 1 − γ the share of noise, u = 1/s, t = log u.
 */
package dev.eqm.core.oracle;
