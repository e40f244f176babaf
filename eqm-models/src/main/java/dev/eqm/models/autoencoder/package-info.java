/**
 * Between what the network sees and pictures. {@link dev.eqm.models.autoencoder.PixelCodec} is for
 * networks that work on pixels, {@link dev.eqm.models.autoencoder.KlCodec} for those that work on
 * latents of a KL autoencoder, such as Stable Diffusion's (Rombach et al., arXiv 2112.10752).
 *
 * <p>{@link dev.eqm.models.autoencoder.KlConfig} says how such an autoencoder is built, {@link
 * dev.eqm.models.autoencoder.KlStage} what it is a row of, {@link
 * dev.eqm.models.autoencoder.KlWeights} reads published files in any of the {@link
 * dev.eqm.models.autoencoder.KlLayout}s that circulate, {@link dev.eqm.models.autoencoder.Tiles}
 * cut large pictures, {@link dev.eqm.models.autoencoder.LatentCache} encodes a whole set of images
 * for training.
 *
 * <p>Letters: N images, C channels, H rows, W columns; x pictures in [-1, 1], z latents; f = H of a
 * picture over H of its latent. A latent as networks see it is {@code scale}·z.
 */
package dev.eqm.models.autoencoder;
