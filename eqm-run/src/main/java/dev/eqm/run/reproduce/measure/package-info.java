/**
 * What can be measured of a trained model. A {@link dev.eqm.run.reproduce.measure.Measure} looks at
 * a {@link dev.eqm.run.reproduce.measure.Trial} and answers {@link
 * dev.eqm.run.reproduce.measure.Readings}: a {@link dev.eqm.run.reproduce.measure.Reading} for each
 * of its own places. Which one for what:
 *
 * <ul>
 *   <li>{@link dev.eqm.run.reproduce.measure.FrechetMeasure}: how good samples are; {@code
 *       FrechetByStep} along their way, {@code FrechetFromImages} from noised images
 *   <li>{@link dev.eqm.run.reproduce.measure.NearestImages}: whether samples are copies
 *   <li>{@link dev.eqm.run.reproduce.measure.GradientNorms}, {@code EnergyPath}, {@code
 *       DescentBound}, {@code FieldShape}: what the field is like
 *   <li>{@link dev.eqm.run.reproduce.measure.DetectionMeasure}: images out of distribution
 *   <li>{@link dev.eqm.run.reproduce.measure.OtherSampling}: whether two samplers are one; {@code
 *       SamplingTime}: how long one takes
 *   <li>{@link dev.eqm.run.reproduce.measure.PlaneMeasure}: points in the plane
 * </ul>
 *
 * <p>To add one: a record, and a line in {@link dev.eqm.run.reproduce.measure.Measures}. {@link
 * dev.eqm.run.reproduce.measure.Looks} keeps nets and references open between trials.
 *
 * <p>Letters: γ₀ share of the image in a start, η step size, L Lipschitz constant, K steps.
 */
package dev.eqm.run.reproduce.measure;
