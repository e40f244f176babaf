/**
 * Fields made of several conditionings of one network. {@link dev.eqm.sample.guidance.Guidance} is
 * what a run is configured with, {@link dev.eqm.sample.guidance.Guided} the field it becomes:
 * classifier-free guidance in one batched evaluation.
 *
 * <p>Guidance is part of the field, so samplers and their rules know nothing of it. To add another
 * wrapper, implement {@link dev.eqm.core.field.Field} around a field that sees all rows at once;
 * mixing is a method of {@code guidance.py} with a twin in the tests.
 *
 * <p>Letters: n samples, 2n rows (conditional, then unconditional), C channels, k guided ones.
 */
package dev.eqm.sample.guidance;
