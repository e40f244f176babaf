/**
 * The straight path from noise to data, x_γ = γx + (1−γ)ε (Section 3.1). {@link
 * dev.eqm.core.path.Corruption} is all there is: it puts images on the path, and losses, training
 * and samplers that start at noised images read it from there.
 *
 * <p>Where on the path an image stands is not decided here: training draws γ (the module eqm-train,
 * {@code GammaDraw}), a caller of the library chooses it. How large the target is there is c(γ),
 * {@link dev.eqm.core.schedule}; which way it points is ε − x, {@link dev.eqm.core.loss}.
 *
 * <p>Another path is another record beside this one, with a kernel for x_γ; since ε − x is the
 * derivative of this path, it needs losses of its own.
 *
 * <p>Letters: x a clean image, ε standard normal noise, γ in [0, 1] the place between them (0 is
 * noise, 1 is data), x_γ the image at that place; N images, C channels, H rows, W columns.
 */
package dev.eqm.core.path;
