package dev.eqm.run.shard;

import dev.eqm.core.check.BrokenRuleException;
import java.util.Map;

/**
 * Which part of a job the scheduler has given to this process, from the environment variables that
 * it sets.
 *
 * <ul>
 *   <li>Slurm's job arrays: {@code SLURM_ARRAY_TASK_ID}, {@code _COUNT}, {@code _MIN} and {@code
 *       _MAX}. The number is (ID − MIN)/step + 1 with step = (MAX − MIN)/(COUNT − 1), so {@code
 *       --array=0-7}, {@code 1-8} and {@code 0-14:2} are all 8 parts. Lists with gaps are refused.
 *   <li>Kubernetes' indexed jobs: {@code JOB_COMPLETION_INDEX}, from 0. The number of parts is not
 *       in the environment and must be given.
 * </ul>
 */
public final class SchedulerShard {
    private static final String ID = "SLURM_ARRAY_TASK_ID";
    private static final String COUNT = "SLURM_ARRAY_TASK_COUNT";
    private static final String MIN = "SLURM_ARRAY_TASK_MIN";
    private static final String MAX = "SLURM_ARRAY_TASK_MAX";
    private static final String INDEX = "JOB_COMPLETION_INDEX";
    private static final String BY_HAND = "; give the shard as a number, such as 3/8";

    private final Map<String, String> environment;

    private SchedulerShard(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Reads the environment.
     *
     * @param count how many parts the job has; 0: as the scheduler says
     * @throws BrokenRuleException if no scheduler, or more than one, says which part this is, or if
     *     what it says does not agree with {@code count}
     */
    public static Shard of(Map<String, String> environment, int count) {
        SchedulerShard here = new SchedulerShard(environment);
        boolean slurm = environment.containsKey(ID);
        boolean kubernetes = environment.containsKey(INDEX);
        if (slurm && kubernetes) {
            throw new BrokenRuleException(
                    "both %s and %s are set, so it is not clear which one counts"
                                    .formatted(ID, INDEX)
                            + BY_HAND);
        } else if (slurm) {
            return here.slurm(count);
        } else if (kubernetes) {
            return here.kubernetes(count);
        }
        throw new BrokenRuleException(
                "neither %s (a Slurm job array) nor %s (an indexed Kubernetes job) is set"
                                .formatted(ID, INDEX)
                        + BY_HAND);
    }

    private Shard slurm(int count) {
        int id = number(ID);
        int tasks = number(COUNT);
        int min = number(MIN);
        int max = number(MAX);
        int step = tasks > 1 ? (max - min) / (tasks - 1) : 1;
        boolean even = tasks >= 1 && step >= 1 && (long) min + (tasks - 1L) * step == max;
        if (!even || id < min || id > max || (id - min) % step != 0) {
            throw new BrokenRuleException(
                    "task %d of the job array (%d tasks, %d to %d) has no number in a sequence without gaps"
                                    .formatted(id, tasks, min, max)
                            + BY_HAND);
        }
        if (count > 0 && count != tasks) {
            throw new BrokenRuleException(
                    "the job array has %d tasks, but %d shards were asked for"
                                    .formatted(tasks, count)
                            + BY_HAND);
        }
        return new Shard((id - min) / step + 1, tasks);
    }

    private Shard kubernetes(int count) {
        int index = number(INDEX);
        if (count == 0) {
            throw new BrokenRuleException(
                    "%s is set, but Kubernetes does not tell how many shards there are: write auto/8 for 8"
                            .formatted(INDEX));
        }
        if (index >= count) {
            throw new BrokenRuleException(
                    "%s is %d, but %d shards are numbered 0 to %d there: the job's completions must equal the number of shards"
                            .formatted(INDEX, index, count, count - 1));
        }
        return new Shard(index + 1, count);
    }

    private int number(String name) {
        String text = environment.getOrDefault(name, "");
        if (!text.matches("\\d{1,9}")) {
            throw new BrokenRuleException(
                    "%s must be a number, got '%s'".formatted(name, text) + BY_HAND);
        }
        return Integer.parseInt(text);
    }
}
