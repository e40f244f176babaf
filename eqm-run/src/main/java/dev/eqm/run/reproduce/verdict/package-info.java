/**
 * Whether a claim holds. A {@link dev.eqm.run.reproduce.verdict.Judge} looks up both sides of every
 * comparison in an item's table; {@link dev.eqm.run.reproduce.verdict.Paired} takes their
 * differences seed by seed, with an interval; an {@link dev.eqm.run.reproduce.verdict.Answer} is
 * the {@link dev.eqm.run.reproduce.verdict.Verdict} on it.
 *
 * <p>Every interval is one of 95 % by itself: of twenty comparisons without a difference, one is
 * expected to be told apart.
 *
 * <p>Letters: d difference, n seeds, g groups of samples, s standard deviation over seeds.
 */
package dev.eqm.run.reproduce.verdict;
