/** Named parameters. */
package dev.eqm.models.nn;
