/** What a person reads while a command works. */
package dev.eqm.cli.console;
