/**
 * From pictures to a list of scores. {@link dev.eqm.sample.evaluation.report.Scoring} says which
 * and how, {@link dev.eqm.sample.evaluation.report.Metric} what there is, {@link
 * dev.eqm.sample.evaluation.report.Score} is one result under the name that it may carry.
 */
package dev.eqm.sample.evaluation.report;
