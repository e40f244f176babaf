/**
 * What came of a reproduction: a {@link dev.eqm.run.reproduce.outcome.ReproductionReport} of {@link
 * dev.eqm.run.reproduce.outcome.ItemOutcome}s, whose tables have {@link
 * dev.eqm.run.reproduce.outcome.Row}s. {@link dev.eqm.run.reproduce.outcome.Tables} and {@link
 * dev.eqm.run.reproduce.outcome.Figure} show them.
 */
package dev.eqm.run.reproduce.outcome;
