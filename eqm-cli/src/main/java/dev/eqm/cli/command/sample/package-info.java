/** Commands that make samples. */
package dev.eqm.cli.command.sample;
