/** Tests of the commands as a user meets them. */
package dev.eqm.cli.command;
