/**
 * Field algebra: fields made of other fields. Samplers and their rules know nothing of it.
 *
 * <p>Of one network, {@link dev.eqm.sample.guidance.Guidance} is what a run is configured with,
 * {@link dev.eqm.sample.guidance.Guided} the field it becomes; {@link
 * dev.eqm.sample.guidance.IntervalGuidance} guides in some steps or at some gradient norms alone;
 * {@link dev.eqm.sample.guidance.Compositions} gives every sample a weighted sum of conditional
 * fields ({@link dev.eqm.sample.guidance.Composition}, Figure 11 of the paper). All of them
 * evaluate the network once for all conditionings, side by side. {@link
 * dev.eqm.sample.guidance.AcrossModels} and {@link dev.eqm.sample.guidance.WeightedSum} add fields
 * that are evaluated one by one. {@link dev.eqm.sample.guidance.Masked} holds known pixels still,
 * {@link dev.eqm.sample.guidance.KeepKnown} sets them, to the bit, whatever the update rule; {@link
 * dev.eqm.sample.guidance.LateStart} follows a velocity from t = γ₀ on.
 *
 * <p>A sum, a composition or a mask of fields that {@linkplain dev.eqm.core.field.Field#knowsEnergy
 * know their energies} knows its own; a guided field knows its gradient alone.
 *
 * <p>To add a wrapper, implement {@link dev.eqm.core.field.Field} around a field: restrict what it
 * wraps to the samples that are left, pass {@code atStep} on, and the energy if there still is one;
 * close what it owns. To let a run see it, implement {@link dev.eqm.sample.guidance.Conditioner}.
 * Mixing is a method of {@code guidance.py} with a twin in the tests.
 *
 * <p>Letters: n samples, R rows of one evaluation, K the most terms of a sample, C channels, k
 * guided ones, w weight, γ₀ where a start lies on the path.
 */
package dev.eqm.sample.guidance;
