/**
 * Sampling against the official code: {@link dev.eqm.sample.GoldenSet} loads its models and
 * numbers, for the tests of every package here.
 */
package dev.eqm.sample;
