/** What the commands make of scores and images that are already there. */
package dev.eqm.cli.command.score;
