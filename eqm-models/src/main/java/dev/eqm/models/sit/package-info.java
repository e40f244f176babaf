/**
 * The Scalable Interpolant Transformer (SiT) as the published EqM code uses it: same names, same
 * numbers, any size.
 *
 * <p>{@link dev.eqm.models.sit.SiTConfig} says what to build ({@link dev.eqm.models.sit.SiTPresets}
 * knows the twelve published sizes and three small ones), {@link dev.eqm.models.sit.SiT} is the
 * network, {@link dev.eqm.models.sit.SiTBlock} one block, one kernel call. {@link
 * dev.eqm.models.sit.Conditioning} holds what depends on labels alone.
 *
 * <p>Letters: N batch, C,H,W image or latent, p patch, T tokens, D width, K heads.
 */
package dev.eqm.models.sit;
