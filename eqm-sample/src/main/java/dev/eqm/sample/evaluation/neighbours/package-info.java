/**
 * Nearest neighbours of generated images among training images (Figure 5 of the paper): are samples
 * copies?
 *
 * <p>{@link dev.eqm.sample.evaluation.neighbours.NearestNeighbours} searches a whole {@link
 * dev.eqm.sample.evaluation.neighbours.VectorSet} in blocks, pixels of an {@link
 * dev.eqm.core.data.ImageSource} or features alike, and answers with {@link
 * dev.eqm.sample.evaluation.neighbours.Neighbour}s. {@link
 * dev.eqm.sample.evaluation.neighbours.WithMirrored} adds the mirrored images that training with
 * flips has seen.
 *
 * <p>Letters: M queries, B vectors of a block, D entries of a vector, k neighbours.
 */
package dev.eqm.sample.evaluation.neighbours;
