package dev.eqm.run.encoding;

import dev.eqm.models.autoencoder.LatentCache;

/**
 * A folder of latents that is complete.
 *
 * @param count latents in it
 * @param made what this request has encoded of them
 * @param wasThere true: the folder was complete before, nothing was done
 */
public record EncodeReport(int count, LatentCache.Report made, boolean wasThere) {}
