package dev.eqm.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Variants that run in turn, round by round, each round from another place in the row. A ratio is
 * the median over rounds of two times of the same round: what slows the machine slows both.
 */
public final class Paired {
    /** What runs, with the seconds of every round that counts. */
    private record Variant(
            String name, Runnable work, Map<String, Long> bytes, List<Double> seconds) {
        Comparison.Variant beside(Variant baseline) {
            List<Double> ratios =
                    IntStream.range(0, seconds.size())
                            .mapToObj(i -> seconds.get(i) / baseline.seconds.get(i))
                            .toList();
            return new Comparison.Variant(name, Quartiles.of(seconds), Quartiles.of(ratios), bytes);
        }
    }

    private final List<Variant> variants = new ArrayList<>();

    /** One more variant; the first is the baseline. */
    public Paired add(String name, Runnable variant) {
        return add(name, variant, Map.of());
    }

    /** One more variant, whose memory is known: bytes by what they are. */
    Paired add(String name, Runnable variant, Map<String, Long> bytes) {
        variants.add(new Variant(name, variant, bytes, new ArrayList<>()));
        return this;
    }

    /** Runs all: some rounds that do not count, then those that do. */
    public List<Comparison.Variant> measure(int warmUp, int rounds) {
        for (int i = 0; i < warmUp + rounds; i++) {
            if (i == warmUp) {
                variants.forEach(v -> v.seconds.clear());
            }
            round(i);
        }
        return variants.stream().map(v -> v.beside(variants.get(0))).toList();
    }

    /**
     * Every variant once. The first moves on by one each round, so that none always follows the
     * same neighbour's warm or cold caches.
     */
    private void round(int number) {
        for (int i = 0; i < variants.size(); i++) {
            Variant next = variants.get((number + i) % variants.size());
            long begin = System.nanoTime();
            next.work.run();
            next.seconds.add((System.nanoTime() - begin) * 1e-9);
        }
    }
}
