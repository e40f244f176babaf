package dev.eqm.sample.evaluation.ood;

import static dev.eqm.core.check.Check.require;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Two sets of scores as counts by distinct score, the highest first: all that measures of detection
 * depend on. A threshold at entry v flags the entries 0 to v.
 *
 * @param in how many images in distribution have each score, [V]
 * @param out how many images out of distribution have it, [V]; in no entry are both 0
 */
record Ranking(int[] in, int[] out) {
    /** What entry each score has. */
    record Cells(int[] in, int[] out, int distinct) {
        /** Counts of all scores. */
        Ranking counts() {
            int[] ins = new int[distinct];
            int[] outs = new int[distinct];
            Arrays.stream(in).forEach(v -> ins[v]++);
            Arrays.stream(out).forEach(v -> outs[v]++);
            return new Ranking(ins, outs);
        }

        /** Counts of as many draws from each set as it has scores. */
        Ranking resampled(SplittableRandom random) {
            int[] ins = drawn(in, random);
            return new Ranking(ins, drawn(out, random));
        }

        private int[] drawn(int[] cells, SplittableRandom random) {
            int[] counts = new int[distinct];
            for (int i = 0; i < cells.length; i++) {
                counts[cells[random.nextInt(cells.length)]]++;
            }
            return counts;
        }
    }

    /** Counts of scores, none of them NaN, at least one of each set. */
    static Ranking of(double[] in, double[] out) {
        return cells(in, out).counts();
    }

    static Cells cells(double[] in, double[] out) {
        require(
                in.length > 0 && out.length > 0,
                "each set needs at least one score, got %s",
                in.length);
        double[] values = new double[in.length + out.length];
        for (int i = 0; i < values.length; i++) {
            double v = i < in.length ? in[i] : out[i - in.length];
            require(!Double.isNaN(v), "scores must be numbers, got %s", v);
            values[i] = v + 0.0; // −0 ties with 0
        }
        double[] distinct = Arrays.stream(values).sorted().distinct().toArray();
        int[] cells = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            cells[i] = distinct.length - 1 - Arrays.binarySearch(distinct, values[i]);
        }
        return new Cells(
                Arrays.copyOf(cells, in.length),
                Arrays.copyOfRange(cells, in.length, cells.length),
                distinct.length);
    }

    /**
     * The same question the other way round: what is in distribution is to be detected, by −score.
     */
    Ranking reversed() {
        int n = in.length;
        int[] ins = new int[n];
        int[] outs = new int[n];
        for (int v = 0; v < n; v++) {
            ins[v] = out[n - 1 - v];
            outs[v] = in[n - 1 - v];
        }
        return new Ranking(ins, outs);
    }

    int ins() {
        return Arrays.stream(in).sum();
    }

    int outs() {
        return Arrays.stream(out).sum();
    }
}
