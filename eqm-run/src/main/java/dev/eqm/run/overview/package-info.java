/**
 * What there is: all runs of a folder at a glance, and one run in detail. Nothing is written, and
 * nothing that is damaged or half-written ends in an exception: {@link
 * dev.eqm.run.overview.RunSummary} says what is wrong with a run beside what is known of it. {@link
 * dev.eqm.run.overview.RunList} finds runs, {@link dev.eqm.run.overview.RunDetails} is one of them.
 */
package dev.eqm.run.overview;
