/**
 * A run as its configuration file describes it: {@link dev.eqm.run.settings.RunConfig} and its
 * parts, one record for each section of the file, every one with a {@code DEFAULT}. What a section
 * leaves open is an interface with named kinds: {@link dev.eqm.run.settings.ImageData} (where
 * images come from), {@link dev.eqm.run.settings.Backbone} (which network), {@link
 * dev.eqm.run.settings.CodecChoice} (what makes pictures of states); {@link
 * dev.eqm.run.settings.RunKinds} lists these and the catalogues of the other modules.
 *
 * <p>To add a key: a component of its record with a default; reading, writing and error messages
 * follow. To add a kind: a record and its line in {@code examples()}, or an {@code Extension} in
 * another jar. Names of components are the keys of the file, so renaming one breaks files that
 * exist.
 */
package dev.eqm.run.settings;
