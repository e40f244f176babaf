package dev.eqm.cli.option;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.run.UsageException;
import dev.eqm.run.shard.SchedulerShard;
import dev.eqm.run.shard.Shard;
import dev.eqm.run.shard.ShardChoice;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * One part of a job, or the merge of all parts.
 *
 * <p>Variables of a scheduler count only with {@code auto}: a command that somebody types inside of
 * a job array must not become a part of something by itself.
 */
@Group(OptionGroup.SHARDS)
public final class ShardOptions {
    private static final String AUTO = "auto";

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description =
                    "Does only part I of N, such as 3/8, and leaves it in DIR/shards for --merge; needs --out. "
                            + "'auto' takes I and N from a Slurm job array (SLURM_ARRAY_TASK_ID); 'auto/N' also takes I from an "
                            + "indexed Kubernetes job (JOB_COMPLETION_INDEX), which does not tell N.")
    private String shard;

    @Option(
            names = "--merge",
            description =
                    "Makes the result of all shards: give the same options as for the shards. Missing, damaged or "
                            + "different shards are refused.")
    private boolean merge;

    /**
     * What was asked for.
     *
     * @param environment variables that a scheduler may have set
     */
    public ShardChoice choice(Map<String, String> environment) {
        Usage.require(
                shard == null || !merge,
                "--shard makes a part and --merge joins all parts: give only one of them");
        if (shard == null) {
            return merge ? new ShardChoice.Merge() : ShardChoice.ALL;
        }
        try {
            return new ShardChoice.Part(read(environment));
        } catch (BrokenRuleException e) {
            throw new UsageException("--shard: " + e.getMessage(), e);
        }
    }

    private Shard read(Map<String, String> environment) {
        if (shard.equals(AUTO)) {
            return SchedulerShard.of(environment, 0);
        } else if (shard.startsWith(AUTO + "/")) {
            String count = shard.substring(AUTO.length() + 1);
            return SchedulerShard.of(environment, Shard.parse("1/" + count).count());
        }
        return Shard.parse(shard);
    }
}
