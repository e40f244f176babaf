package dev.eqm.run.shard;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of n parts of a job.
 *
 * @param number 1 to {@code count}
 * @param count how many parts the job has
 */
public record Shard(int number, int count) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    public Shard {
        require(count >= 1, "a job must have at least 1 shard, got %s", count);
        require(
                number >= 1 && number <= count,
                "the number of a shard must lie in 1 to %s, got %s",
                count,
                number);
    }

    /**
     * Consecutive rows of a job.
     *
     * @param from the first one
     * @param to the one behind the last
     */
    public record Rows(int from, int to) {
        /** How many. */
        public int size() {
            return to - from;
        }
    }

    /**
     * Reads {@code 3/8}.
     *
     * @throws BrokenRuleException naming the text and the rule
     */
    public static Shard parse(String text) {
        Matcher m = TEXT.matcher(text.strip());
        if (!m.matches()) {
            throw new BrokenRuleException(
                    "a shard must be written as its number and how many there are, such as 3/8, got '%s'"
                            .formatted(text));
        }
        return new Shard(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
    }

    /**
     * The rows that belong to this part. With b = ⌈rows/batch⌉ batches, part i of n has the batches
     * ⌊(i−1)b/n⌋ to ⌊ib/n⌋ − 1.
     *
     * @param rows of the whole job
     * @param batch how many are computed at once; only the last batch of the job may be smaller
     * @throws BrokenRuleException if there are fewer batches than parts, so that a part would be
     *     empty
     */
    public Rows rows(int rows, int batch) {
        int batches = (int) (((long) rows + batch - 1) / batch);
        require(
                batches >= count,
                "%s rows in batches of %s are %s batches, too few for %s shards: use at most %s "
                        + "shards, or smaller batches",
                rows,
                batch,
                batches,
                count,
                batches);
        return new Rows(start(number - 1, batches) * batch, end(batches, batch, rows));
    }

    private int end(int batches, int batch, int rows) {
        return (int) Math.min((long) start(number, batches) * batch, rows);
    }

    private int start(int part, int batches) {
        return (int) ((long) part * batches / count);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return number + "/" + count;
    }
}
