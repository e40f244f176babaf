/** Latents of pictures on disk. */
package dev.eqm.run.encoding;
