/**
 * Between what the network sees and pictures. {@link dev.eqm.models.autoencoder.PixelCodec} is for
 * networks that work on pixels; a latent model has a codec with an encoder and a decoder.
 */
package dev.eqm.models.autoencoder;
