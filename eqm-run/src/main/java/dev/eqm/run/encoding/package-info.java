/**
 * Pictures to latents on disk, once, so that training need not encode at every step. An {@link
 * dev.eqm.run.encoding.EncodeRequest} says which pictures, which autoencoder, what of q(z|x) is
 * kept and where; {@code run} does what is left of it and answers an {@link
 * dev.eqm.run.encoding.EncodeReport}. The latents themselves are {@link
 * dev.eqm.models.autoencoder.LatentCache}'s.
 *
 * <p>A folder is complete or not there: files are made in {@code NAME.part}, beside an {@code
 * encode.json} of everything that decides about their content. A request for other content in the
 * same folder is refused; the same request continues. What is to decide about the content in future
 * is one component of {@code EncodeIdentity} and one line of its JSON.
 */
package dev.eqm.run.encoding;
