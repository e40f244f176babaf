/**
 * The straight path from noise to data, x_γ = γx + (1−γ)ε, and how γ is drawn. {@link
 * dev.eqm.core.path.Corruption} is all there is.
 */
package dev.eqm.core.path;
