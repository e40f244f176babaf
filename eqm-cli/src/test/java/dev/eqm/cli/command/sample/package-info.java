/** What the commands make of samples and images that are already there. */
package dev.eqm.cli.command.sample;
