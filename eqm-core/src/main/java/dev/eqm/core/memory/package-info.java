/**
 * Who owns which array, and for how long. {@link dev.eqm.core.memory.Arena} holds what lives long
 * (weights, moments, constants); {@link dev.eqm.core.memory.Scope} frees what a block of code made,
 * except what it keeps.
 */
package dev.eqm.core.memory;
