package dev.eqm.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Variants that run in turn, round by round, each round from another place in the row. A ratio is
 * the median over rounds of two times of the same round: what slows the machine slows both.
 */
public final class Paired {
    private final Map<String, Runnable> variants = new LinkedHashMap<>();
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private final Map<String, Map<String, Long>> memory = new LinkedHashMap<>();
    private int round;

    /** One more variant; the first is the baseline. */
    public Paired add(String name, Runnable variant) {
        return add(name, variant, Map.of());
    }

    /** One more variant, whose memory is known: bytes by what they are. */
    Paired add(String name, Runnable variant, Map<String, Long> bytes) {
        variants.put(name, variant);
        seconds.put(name, new ArrayList<>());
        memory.put(name, bytes);
        return this;
    }

    /** Runs all: some rounds that do not count, then those that do. */
    public List<Comparison.Variant> measure(int warmUp, int rounds) {
        for (int i = 0; i < warmUp + rounds; i++) {
            if (i == warmUp) {
                seconds.values().forEach(List::clear);
            }
            round();
        }
        List<Double> baseline = seconds.values().iterator().next();
        List<Comparison.Variant> all = new ArrayList<>();
        seconds.forEach(
                (name, own) -> {
                    List<Double> ratios =
                            IntStream.range(0, rounds)
                                    .mapToObj(i -> own.get(i) / baseline.get(i))
                                    .toList();
                    all.add(
                            new Comparison.Variant(
                                    name,
                                    Quartiles.of(own),
                                    Quartiles.of(ratios),
                                    memory.get(name)));
                });
        return all;
    }

    /**
     * Every variant once. The first moves on by one each round, so that none always follows the
     * same neighbour's warm or cold caches.
     */
    private void round() {
        List<String> names = new ArrayList<>(variants.keySet());
        for (int i = 0; i < names.size(); i++) {
            String name = names.get((round + i) % names.size());
            long begin = System.nanoTime();
            variants.get(name).run();
            seconds.get(name).add((System.nanoTime() - begin) * 1e-9);
        }
        round++;
    }
}
