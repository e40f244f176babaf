package dev.eqm.run.reproduce.work;

import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.plan.FlopCount;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import java.util.List;
import java.util.SortedMap;

/**
 * A training that items share: its key is a hash of all that decides about its weights, and the
 * name of its run folder.
 *
 * @param key hexadecimal
 * @param config of the run, in the folder of all trainings
 * @param after trainings whose weights it begins with; none or one
 * @param data digest of its images; empty where they are not there
 * @param missing what it needs and is not there, in words
 */
public record TrainingTask(
        String key, RunConfig config, List<TrainingTask> after, String data, List<String> missing) {
    public TrainingTask {
        after = List.copyOf(after);
        missing = List.copyOf(missing);
    }

    /** An ordinary run folder. */
    public RunFolder folder() {
        return RunFolder.of(config);
    }

    /** Whether its last step is on disk. */
    public boolean isDone() {
        return stepsThere() >= config.train().steps();
    }

    /** Steps of the newest checkpoint, by the name of its folder; 0 without one. */
    public long stepsThere() {
        SortedMap<Long, ?> there = Checkpoints.all(folder().checkpoints());
        return there.isEmpty() ? 0 : there.lastKey();
    }

    /** What it multiplies in all. */
    public double flops() {
        return FlopCount.of(config).training();
    }
}
