package dev.eqm.run.shard;

/** How much of a job a process does. */
public sealed interface ShardChoice {
    /** All of it. */
    ShardChoice ALL = new Whole();

    /** The whole job in one process. */
    record Whole() implements ShardChoice {}

    /** One part, which is left for a merge. */
    record Part(Shard shard) implements ShardChoice {}

    /** Makes the result of the parts, which are complete. */
    record Merge() implements ShardChoice {}
}
