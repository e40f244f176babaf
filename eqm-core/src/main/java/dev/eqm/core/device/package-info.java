/** What eqm computes on: devices, threads, lanes, precision. */
package dev.eqm.core.device;
