/**
 * A run as its configuration file describes it: {@link dev.eqm.run.settings.RunConfig} and its
 * parts, the {@linkplain dev.eqm.run.settings.RunKinds kinds} that open interfaces may have there,
 * and {@link dev.eqm.run.folder.RunFolder}, what a run leaves on disk.
 */
package dev.eqm.run.settings;
