/**
 * All runs of a folder at a glance, and one run in detail. Nothing is written, and damaged or
 * half-written files do not cause exceptions: {@link dev.eqm.run.overview.RunSummary} says what is
 * wrong with a run as well as what is known about it. {@link dev.eqm.run.overview.RunList} finds
 * runs, {@link dev.eqm.run.overview.RunDetails} is one of them, {@link
 * dev.eqm.run.overview.LittleLearned} says whether its samples can be more than noise.
 */
package dev.eqm.run.overview;
