/**
 * Jobs in shards: n processes, on any machines and in any order, make the parts of one job, and a
 * merge makes of them what one process would have made.
 *
 * <p>A {@link dev.eqm.run.shard.Shard} is one of n equal parts of consecutive batches. A job leaves
 * each part in a folder of its own ({@link dev.eqm.run.shard.ShardFolders}), with a {@link
 * dev.eqm.run.shard.ShardManifest}: which part it is, the settings, the SHA-256 of every file. A
 * part is complete once its manifest is there. {@link dev.eqm.run.shard.ShardSet} opens all parts
 * for a merge: it refuses what is missing, unfinished, damaged or made with other settings, before
 * anything is written, and keeps other processes out of the parts while it is open.
 *
 * <p>Parts consist of whole batches because the rounding of a network may depend on how many rows
 * it computes at once: every batch of a part is a batch of the single process, bit for bit.
 *
 * <p>To give a job shards: let its request take a {@link dev.eqm.run.shard.ShardChoice}, write what
 * is computed row by row into the part's folder, end with a manifest, and read the rows back in
 * order from a {@code ShardSet}.
 */
package dev.eqm.run.shard;
