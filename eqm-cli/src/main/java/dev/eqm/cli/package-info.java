/** The command line. */
package dev.eqm.cli;
