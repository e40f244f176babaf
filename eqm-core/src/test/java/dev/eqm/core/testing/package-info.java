/**
 * What the tests of every module share (the test-jar of eqm-core):
 *
 * <ul>
 *   <li>{@link dev.eqm.core.testing.LeakCheck}: fails a test that leaves arrays open, and hands it
 *       an arena;
 *   <li>{@link dev.eqm.core.testing.NearTo}: arrays compared element by element, the worst one
 *       named;
 *   <li>{@link dev.eqm.core.testing.FiniteDifferences}: the gradient that a kernel's must equal;
 *   <li>{@link dev.eqm.core.testing.Frozen}: numbers of the published code, kept as small texts;
 *   <li>{@link dev.eqm.core.testing.DamagedFiles}: thousands of damaged files for a reader, with
 *       bounds on time and memory;
 *   <li>{@link dev.eqm.core.testing.Garbage}: collections that really reuse freed memory.
 * </ul>
 */
package dev.eqm.core.testing;
