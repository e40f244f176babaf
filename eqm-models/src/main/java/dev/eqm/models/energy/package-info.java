/**
 * Explicit energies over any network (EqM-E, eq. 7): {@link
 * dev.eqm.models.energy.EnergyArchitecture} says which energy of which network, {@link
 * dev.eqm.models.energy.EnergyModel} answers with its true gradient. Everything that trains, stores
 * or samples networks works on them unchanged.
 *
 * <p>Letters: E energy, f the network's answer, N batch, C,H,W image or latent.
 */
package dev.eqm.models.energy;
