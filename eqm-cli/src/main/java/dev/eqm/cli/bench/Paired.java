package dev.eqm.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Variants that run in turn, round by round, each round from another place in the row. A ratio is
 * the median over rounds of two times of the same round: what slows the machine slows both.
 */
public final class Paired {
    private final Map<String, Runnable> variants = new LinkedHashMap<>();
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private int round;

    /** One more variant; the first is the baseline. */
    public Paired add(String name, Runnable variant) {
        variants.put(name, variant);
        seconds.put(name, new ArrayList<>());
        return this;
    }

    /** Runs all: some rounds that do not count, then those that do. */
    public List<Comparison.Variant> measure(int warmUp, int rounds) {
        for (int i = 0; i < warmUp; i++) {
            round();
        }
        seconds.values().forEach(List::clear);
        for (int i = 0; i < rounds; i++) {
            round();
        }
        double[] baseline = array(seconds.values().iterator().next());
        List<Comparison.Variant> all = new ArrayList<>();
        seconds.forEach(
                (name, times) -> {
                    double[] own = array(times);
                    double[] ratios = new double[own.length];
                    Arrays.setAll(ratios, i -> own[i] / baseline[i]);
                    all.add(
                            new Comparison.Variant(
                                    name, Quartiles.of(own), Quartiles.of(ratios), Map.of()));
                });
        return all;
    }

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

    static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
