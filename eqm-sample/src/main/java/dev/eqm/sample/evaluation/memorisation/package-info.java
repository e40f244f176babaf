/**
 * Whether samples are copies of what was learned, and how much they differ among themselves. {@link
 * dev.eqm.sample.evaluation.memorisation.Memorisation} compares distances to the nearest learned
 * image with those of images that were not learned; {@link
 * dev.eqm.sample.evaluation.memorisation.KeptPictures} keeps what it looks at.
 *
 * <p>Letters: N images, D numbers of each.
 */
package dev.eqm.sample.evaluation.memorisation;
