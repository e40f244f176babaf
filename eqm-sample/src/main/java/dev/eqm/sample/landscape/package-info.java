/**
 * How a trained landscape is shaped around given states: how steep, how curved, and how far from
 * being a landscape at all.
 *
 * <p>{@link dev.eqm.sample.landscape.LandscapeSurvey} measures a field at a place (data, noise,
 * states of a descent) and answers with a {@link dev.eqm.sample.landscape.LandscapePoint}. Its
 * parts stand alone: {@link dev.eqm.sample.landscape.Linearisation} multiplies by J = ∂∇E/∂x and
 * Jᵀ, {@link dev.eqm.sample.landscape.Projections} and {@link dev.eqm.sample.landscape.Asymmetry}
 * tell the symmetric part of J from the rest, {@link dev.eqm.sample.landscape.PowerIteration} finds
 * the largest stretch ‖J‖₂, {@link dev.eqm.sample.landscape.SafeSteps} what step sizes follow from
 * it. {@link dev.eqm.sample.landscape.EnergyFalls} descends a field that knows its energy and
 * counts the steps that went up; {@link dev.eqm.sample.landscape.DescentPath} gives the states of a
 * descent.
 *
 * <p>What is measured at several states is an {@link dev.eqm.sample.evaluation.statistics.Estimate}
 * with a standard error. To measure something else at a state, take a {@code Linearisation} and
 * multiply.
 *
 * <p>Letters: N states, D numbers of one, J Jacobian of the field, S = (J + Jᵀ)/2, A = (J − Jᵀ)/2,
 * u probe, L Lipschitz constant, η step size, K steps.
 */
package dev.eqm.sample.landscape;
