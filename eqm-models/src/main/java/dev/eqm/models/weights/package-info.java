/**
 * Weights on disk. {@link dev.eqm.models.weights.ModelFile} is a safetensors file with the
 * published tensor names that says in its metadata which architecture it belongs to; {@link
 * dev.eqm.models.weights.PublishedSign} turns the sign of published weights into the paper's and
 * back.
 */
package dev.eqm.models.weights;
