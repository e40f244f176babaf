package dev.eqm.run.reproduce.outcome;

import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.reproduce.measure.Reading;
import dev.eqm.run.reproduce.work.Choice;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.evaluation.statistics.StudentT;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A row of an item's table.
 *
 * @param arm its name
 * @param place of the axis or the measure, or both; may be empty
 * @param choice of the search
 * @param bySeed at least one
 * @param published what the paper has; NaN if nothing
 */
public record Row(String arm, String place, Choice choice, List<Reading> bySeed, double published) {
    public Row {
        bySeed = List.copyOf(bySeed);
    }

    /**
     * The mean over seeds with a 95 % interval of Student's t; of one seed, with what its samples
     * say alone. NaN if a seed diverged.
     */
    public Estimate estimate() {
        double[] values = bySeed.stream().mapToDouble(Reading::value).toArray();
        if (values.length == 1) {
            double[] without = bySeed.get(0).without().stream().mapToDouble(v -> v).toArray();
            return without.length < 2
                    ? Estimate.without(values[0])
                    : Estimate.jackknife(values[0], without);
        }
        Estimate mean = Estimate.mean(values);
        double reach = StudentT.point(values.length - 1) * mean.standardError();
        String method = "Student's t over " + values.length + " seeds, 95 %";
        return new Estimate(mean.value(), mean.value() - reach, mean.value() + reach, method);
    }

    /** Whether the samples of a seed diverged. */
    public boolean diverged() {
        return bySeed.stream().anyMatch(Reading::hasDiverged);
    }

    /** Numbers beside the measure, each the mean over seeds, by name. */
    public Map<String, Double> beside() {
        Map<String, Double> all = new TreeMap<>();
        for (String name : bySeed.get(0).beside().keySet()) {
            all.put(
                    name,
                    bySeed.stream()
                            .mapToDouble(r -> r.quantity(name))
                            .average()
                            .orElse(Double.NaN));
        }
        return all;
    }

    /** Without what depends on the speed of the machine. */
    JsonObject toJson() {
        Estimate all = estimate();
        Map<String, Double> beside = beside();
        beside.remove(Reading.SECONDS);
        return JsonObject.of("arm", arm)
                .with("place", place)
                .with("value", JsonFile.finite(all.value()))
                .with("low", JsonFile.finite(all.low()))
                .with("high", JsonFile.finite(all.high()))
                .with("interval", all.method())
                .with("bySeed", bySeed.stream().map(r -> JsonFile.finite(r.value())).toList())
                .with("beside", JsonObject.each(beside, JsonFile::finite))
                .withIf(!Double.isNaN(published), "published", JsonFile.finite(published))
                .withIf(!choice.value().isEmpty(), "searched", searched());
    }

    private JsonObject searched() {
        return JsonObject.of("chosen", choice.value())
                .with("atEdge", choice.atEdge())
                .with("tried", JsonObject.each(choice.tried(), JsonFile::finite));
    }
}
