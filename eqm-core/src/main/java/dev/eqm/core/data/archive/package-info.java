/**
 * Pictures in tar files, read in place: WebDataset's shards, where a picture and its label are
 * files of the same stem, tar files of class folders, and ILSVRC's tar of tars. {@link
 * dev.eqm.core.data.archive.TarPictures} is the set of images; {@link
 * dev.eqm.core.data.archive.TarIndex} remembers where each picture begins, so that a tar file is
 * walked through once; {@link dev.eqm.core.data.archive.TarFile} walks. {@link
 * dev.eqm.core.data.archive.ImageNetClasses} knows the 1000 classes of ImageNet in the order in
 * which everybody counts them.
 */
package dev.eqm.core.data.archive;
