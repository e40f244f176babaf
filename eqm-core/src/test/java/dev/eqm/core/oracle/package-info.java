/** Tests of the exact field, by closed forms, brute force and Monte Carlo. */
package dev.eqm.core.oracle;
