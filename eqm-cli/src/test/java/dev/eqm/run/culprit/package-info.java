/** Classes that break the rules of eqm-run on purpose, so that the rules are seen to catch them. */
package dev.eqm.run.culprit;
