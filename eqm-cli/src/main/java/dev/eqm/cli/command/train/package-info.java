/** Commands that train. */
package dev.eqm.cli.command.train;
