/**
 * The work of a reproduction. An {@link dev.eqm.run.reproduce.work.ItemPlan} says what an item
 * needs: {@link dev.eqm.run.reproduce.work.TrainingTask}s and {@link
 * dev.eqm.run.reproduce.work.Job}s, bound by a {@link dev.eqm.run.reproduce.work.Binder}. {@link
 * dev.eqm.run.reproduce.work.ItemCost} says what that costs; {@link
 * dev.eqm.run.reproduce.work.Executor} does what is not yet in {@link
 * dev.eqm.run.reproduce.work.Results} and answers with {@link dev.eqm.run.reproduce.work.Measured}.
 *
 * <p>Equal work is done once, whichever item asks: trainings and jobs are known by hashes of all
 * that decides about them ({@code Keys}). Who changes what a training or a measurement comes to
 * raises {@code Keys.NUMBERS}.
 */
package dev.eqm.run.reproduce.work;
