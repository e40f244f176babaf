/**
 * Weights on disk. {@link dev.eqm.models.weights.ModelFile} is a safetensors file with the
 * published tensor names that says in its metadata which architecture it belongs to.
 *
 * <p>Weights of other programs: {@link dev.eqm.models.weights.PublishedFile} reads and writes them,
 * {@link dev.eqm.models.weights.PublishedArchitecture} recognises the network, {@link
 * dev.eqm.models.weights.PublishedSign} turns the published sign into the paper's and back.
 */
package dev.eqm.models.weights;
