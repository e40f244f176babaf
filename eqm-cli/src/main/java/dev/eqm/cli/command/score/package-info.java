/** Commands that judge samples and models. */
package dev.eqm.cli.command.score;
