package dev.eqm.core;

/** Placeholder. */
final class Nothing {}
