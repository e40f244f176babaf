/**
 * A run as its configuration file describes it: {@link dev.eqm.cli.run.RunConfig} and its parts,
 * the {@linkplain dev.eqm.cli.run.RunKinds kinds} that open interfaces may have there, and {@link
 * dev.eqm.cli.run.RunFolder}, what a run leaves on disk.
 */
package dev.eqm.cli.run;
