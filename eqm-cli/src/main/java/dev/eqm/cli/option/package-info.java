/** Options that several commands share. */
package dev.eqm.cli.option;
