/** The README's example, compiled and run. */
package dev.eqm.core.example;
