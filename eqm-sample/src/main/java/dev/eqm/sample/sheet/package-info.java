/**
 * Sheets of pictures for people: a {@link dev.eqm.sample.sheet.PictureSheet} is a grid, enlarged by
 * a whole factor ({@link dev.eqm.sample.sheet.Enlargement}), with {@link
 * dev.eqm.sample.sheet.SheetLabels} around it; {@link dev.eqm.sample.sheet.ClassColumns} chooses
 * columns so that classes line up, and names them. Levels of the pictures stay as they are.
 *
 * <p>Letters come from {@link dev.eqm.sample.plot.Lettering}: a sheet looks the same on every
 * machine, with fonts or without. Sinks that write sheets are in {@link dev.eqm.sample.output}.
 */
package dev.eqm.sample.sheet;
