/**
 * Randomness without state. Every draw is a function of a seed and of what it is for: {@link
 * dev.eqm.core.random.Seeds} derives one seed from another, {@link dev.eqm.core.random.Noise} turns
 * seeds into Gaussian arrays with generators of its own. No global generator is touched, so threads
 * cannot disturb each other and a resumed run draws what an uninterrupted one would have drawn.
 */
package dev.eqm.core.random;
