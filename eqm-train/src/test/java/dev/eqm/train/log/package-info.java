/** Tests of what training leaves to read. */
package dev.eqm.train.log;
