/**
 * Classes that break the rules of commands on purpose, so that the rules are seen to catch them.
 */
package dev.eqm.cli.command.culprit;
