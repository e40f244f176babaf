/**
 * What the files of a reproduction say. {@link dev.eqm.run.reproduce.item.ItemFiles} reads them:
 * {@link dev.eqm.run.reproduce.item.Item}s, whose {@link dev.eqm.run.reproduce.item.Arm}s are
 * compared, and {@link dev.eqm.run.reproduce.item.Scale}s, whose {@link
 * dev.eqm.run.reproduce.item.Role}s are what arms begin with.
 *
 * <p>What is varied is an {@link dev.eqm.run.reproduce.item.Axis}, what is chosen beforehand a
 * {@link dev.eqm.run.reproduce.item.Search}; settings of arms take their values where a {@link
 * dev.eqm.run.reproduce.item.Placeholder} stands. A {@link dev.eqm.run.reproduce.item.Comparison}
 * is what the claim says of two numbers, each named by a {@link
 * dev.eqm.run.reproduce.item.Selector}. A {@link dev.eqm.run.reproduce.item.ScaleChange} is what
 * one scale does otherwise.
 */
package dev.eqm.run.reproduce.item;
