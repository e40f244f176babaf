/** What becomes of samples: sinks, files, pictures on the way. */
package dev.eqm.sample.output;
