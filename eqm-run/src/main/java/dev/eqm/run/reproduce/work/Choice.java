package dev.eqm.run.reproduce.work;

import dev.eqm.run.reproduce.item.Search;
import dev.eqm.run.reproduce.measure.Reading;
import dev.eqm.run.reproduce.measure.Readings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a search chose.
 *
 * @param value the value; empty if nothing was searched
 * @param tried what each value came to, the mean over seeds; infinite if samples diverged
 * @param atEdge whether the value is the first or last that was tried, so that a better one may lie
 *     beyond
 */
public record Choice(String value, Map<String, Double> tried, boolean atEdge) {
    /** Nothing was searched. */
    static final Choice NONE = new Choice("", Map.of(), false);

    public Choice {
        tried = new LinkedHashMap<>(tried);
    }

    /**
     * The best of what was tried; of equals the first.
     *
     * @param tried value -> readings by seed
     */
    static Choice of(Search search, Map<String, List<Readings>> tried) {
        if (tried.isEmpty()) {
            return NONE;
        }
        Map<String, Double> means = new LinkedHashMap<>();
        String quantity = search.isForLowest() ? "" : Reading.CALLS;
        tried.forEach((value, bySeed) -> means.put(value, mean(bySeed, quantity)));
        String best = "";
        double least = Double.POSITIVE_INFINITY;
        for (Map.Entry<String, Double> one : means.entrySet()) {
            double cost =
                    search.isForLowest()
                            ? one.getValue()
                            : Math.abs(one.getValue() - search.calls());
            if (best.isEmpty() || cost < least) {
                best = one.getKey();
                least = cost;
            }
        }
        List<String> values = List.copyOf(means.keySet());
        int at = values.indexOf(best);
        boolean edge = values.size() > 1 && (at == 0 || at == values.size() - 1);
        return new Choice(best, means, edge);
    }

    private static double mean(List<Readings> bySeed, String quantity) {
        double sum = 0;
        for (Readings one : bySeed) {
            double value = one.first().quantity(quantity);
            sum += Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
        }
        return sum / bySeed.size();
    }
}
