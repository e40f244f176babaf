/** The experiment layer: whole runs, from configuration to scores. */
package dev.eqm.run;
