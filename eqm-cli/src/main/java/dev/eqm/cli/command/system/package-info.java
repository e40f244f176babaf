/** Commands about the machine. */
package dev.eqm.cli.command.system;
