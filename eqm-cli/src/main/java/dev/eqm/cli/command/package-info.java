/** One class a command; what commands share stands in {@code Console} and {@code ConfigOptions}. */
package dev.eqm.cli.command;
