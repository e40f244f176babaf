/** The example of docs/library.md, compiled and run. */
package dev.eqm.core.example;
