/** Benchmarks only: a door to the engine as bare as DJL allows, to measure eqm's own against. */
package dev.eqm.core.kernel;
