/**
 * How good samples, pictures and models are. Each request is a record, checks itself and has one
 * method that does the work and answers with a typed report.
 *
 * <ul>
 *   <li>{@link dev.eqm.run.scoring.ModelEvaluation}: scores of samples that are made now; {@link
 *       dev.eqm.run.scoring.PictureEvaluation}: of pictures that are there. Both take {@link
 *       dev.eqm.run.scoring.EvaluationSettings}, look for copies of what was learned if wanted, and
 *       answer an {@link dev.eqm.run.scoring.EvaluationReport}.
 *   <li>{@link dev.eqm.run.scoring.PictureStatistics}: a reference for them; {@link
 *       dev.eqm.run.scoring.RunImages}: what a run learned, and held-out images of the same kind.
 *   <li>{@link dev.eqm.run.scoring.OodDetection}: images out of distribution by the landscape;
 *       {@link dev.eqm.run.scoring.LandscapeLook}: the landscape itself.
 *   <li>{@link dev.eqm.run.scoring.FeatureNet}: the net that scores of grey 28x28 pictures look
 *       through.
 *   <li>{@link dev.eqm.run.scoring.SweepScores}: the two numbers that trainings and sweeps follow.
 * </ul>
 *
 * <p>To add a score of pictures: a {@code Metric} and a line in {@code Metrics} of eqm-sample; a
 * score of the landscape: an {@code OodScore} and a line in {@link dev.eqm.run.scoring.OodScores}.
 * Nothing here changes.
 *
 * <p>Letters: η step size, L the field's Lipschitz constant.
 */
package dev.eqm.run.scoring;
