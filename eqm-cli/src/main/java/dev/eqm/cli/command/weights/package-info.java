/** Commands about weights. */
package dev.eqm.cli.command.weights;
