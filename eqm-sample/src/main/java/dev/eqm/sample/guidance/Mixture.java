package dev.eqm.sample.guidance;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows of one evaluation make up which sample: the terms of sample 0, then those of sample 1,
 * and so on. R rows in all.
 *
 * @param samples the composition of each sample, n of them
 */
record Mixture(List<Composition> samples) {
    Mixture {
        samples = List.copyOf(samples);
    }

    int size() {
        return samples.size();
    }

    /** The label of every row, [R]. */
    long[] labels(long nullLabel) {
        return samples.stream()
                .flatMap(c -> c.terms().stream())
                .mapToLong(t -> t.label() == Composition.NULL_LABEL ? nullLabel : t.label())
                .toArray();
    }

    /** The sample of every row, [R]. */
    int[] sampleOf() {
        return IntStream.range(0, size())
                .flatMap(i -> IntStream.range(0, terms(i)).map(j -> i))
                .toArray();
    }

    /** The rows of some samples, one sample after the other. */
    int[] rowsOf(int[] chosen) {
        int[] first = firstRows();
        return IntStream.of(chosen)
                .flatMap(i -> IntStream.range(first[i], first[i] + terms(i)))
                .toArray();
    }

    Mixture restricted(int[] chosen) {
        return new Mixture(IntStream.of(chosen).mapToObj(samples::get).toList());
    }

    /** K: the most terms of a sample. */
    int width() {
        return IntStream.range(0, size()).map(this::terms).max().orElse(0);
    }

    /** Row of term j of sample i at [j, i]; where there is no such term, the sample's first row. */
    long[] slots() {
        int[] first = firstRows();
        long[] slots = new long[width() * size()];
        for (int k = 0; k < slots.length; k++) {
            int i = k % size();
            int j = k / size();
            slots[k] = first[i] + (j < terms(i) ? j : 0);
        }
        return slots;
    }

    /** Weight of term j of sample i at [j, i]; 0 where there is no such term. */
    float[] weights() {
        float[] weights = new float[width() * size()];
        for (int k = 0; k < weights.length; k++) {
            List<Composition.Term> terms = samples.get(k % size()).terms();
            int j = k / size();
            weights[k] = j < terms.size() ? (float) terms.get(j).weight() : 0;
        }
        return weights;
    }

    private int terms(int sample) {
        return samples.get(sample).terms().size();
    }

    private int[] firstRows() {
        int[] first = new int[size()];
        for (int i = 1; i < size(); i++) {
            first[i] = first[i - 1] + terms(i - 1);
        }
        return first;
    }
}
