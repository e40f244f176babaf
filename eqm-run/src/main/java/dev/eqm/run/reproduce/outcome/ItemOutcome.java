package dev.eqm.run.reproduce.outcome;

import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.reproduce.item.Item;
import dev.eqm.run.reproduce.item.Published;
import dev.eqm.run.reproduce.measure.Reading;
import dev.eqm.run.reproduce.measure.Readings;
import dev.eqm.run.reproduce.verdict.Answer;
import dev.eqm.run.reproduce.verdict.Judge;
import dev.eqm.run.reproduce.verdict.Verdict;
import dev.eqm.run.reproduce.work.Cell;
import dev.eqm.run.reproduce.work.ItemPlan;
import dev.eqm.run.reproduce.work.Measured;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of an item.
 *
 * @param plan what was asked
 * @param rows of its table
 * @param floor what real images have, by seed; empty for a measure without
 * @param answers to its comparisons
 * @param failure why there are no numbers; empty if there are, or none were wanted
 */
public record ItemOutcome(
        ItemPlan plan, List<Row> rows, List<Reading> floor, List<Answer> answers, String failure) {
    /** Of all numbers. */
    public static ItemOutcome of(Measured measured) {
        ItemPlan plan = measured.plan();
        Item item = plan.item().item();
        List<Row> rows = new ArrayList<>();
        Map<String, Map<String, List<Reading>>> table = new LinkedHashMap<>();
        for (Cell cell : plan.cells()) {
            for (String own : measured.bySeed().get(0).get(cell).byPlace().keySet()) {
                List<Reading> bySeed =
                        measured.bySeed().stream()
                                .map(m -> m.get(cell).byPlace().get(own))
                                .toList();
                String place = joined(cell.place(), own);
                String arm = cell.arm().name();
                rows.add(
                        new Row(
                                arm,
                                place,
                                measured.choices().get(cell),
                                bySeed,
                                published(item, arm, place)));
                table.computeIfAbsent(arm, a -> new LinkedHashMap<>()).put(place, bySeed);
            }
        }
        List<Reading> floor = measured.floors().stream().map(Readings::first).toList();
        List<Answer> answers = new Judge(table, plan.seeds()).answers(item.asked());
        return new ItemOutcome(plan, rows, floor, answers, "");
    }

    /** Of an item that could not be done. */
    public static ItemOutcome failed(ItemPlan plan, String why) {
        return new ItemOutcome(plan, List.of(), List.of(), List.of(), why);
    }

    /** Of an item that is a page, or is not done at this scale. */
    public static ItemOutcome without(ItemPlan plan) {
        return failed(plan, "");
    }

    private static String joined(String place, String own) {
        return place.isEmpty() || own.isEmpty() ? place + own : place + ", " + own;
    }

    private static double published(Item item, String arm, String place) {
        return item.numbers().stream()
                .filter(p -> p.of().arm().equals(arm) && p.of().place().equals(place))
                .mapToDouble(Published::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The name of the item. */
    public String id() {
        return plan.item().id();
    }

    /** The claim and its experiment. */
    public Item item() {
        return plan.item().item();
    }

    /** What its places are called. */
    public String placesTitle() {
        String axis = plan.axis().title();
        String own = item().measure().places();
        return joined(axis, own);
    }

    /** The mean of real images; NaN for a measure without. */
    public double floorMean() {
        return floor.stream().mapToDouble(Reading::value).average().orElse(Double.NaN);
    }

    /** The verdicts by number: {@code 3 agree, 1 cannot be told apart}. */
    public String summary() {
        if (!failure.isEmpty()) {
            return "failed: " + failure;
        } else if (!plan.isOn()) {
            return plan.without();
        } else if (answers.isEmpty()) {
            return "measured; the claim compares no numbers";
        }
        Map<Verdict, Long> counts =
                answers.stream()
                        .collect(Collectors.groupingBy(Answer::verdict, Collectors.counting()));
        List<String> words = new ArrayList<>();
        add(words, counts, Verdict.AGREES, "agrees", "agree");
        add(words, counts, Verdict.DISAGREES, "disagrees", "disagree");
        add(
                words,
                counts,
                Verdict.CANNOT_BE_TOLD_APART,
                "cannot be told apart",
                "cannot be told apart");
        add(words, counts, Verdict.NOT_ASKED, "was not asked", "were not asked");
        return String.join(", ", words);
    }

    private static void add(
            List<String> words, Map<Verdict, Long> counts, Verdict of, String one, String more) {
        long n = counts.getOrDefault(of, 0L);
        if (n > 0) {
            words.add(n + " " + (n == 1 ? one : more));
        }
    }

    /** What must be said of the searches: values at the edge of what was tried. */
    public List<String> warnings() {
        return rows.stream()
                .filter(r -> r.choice().atEdge())
                .map(
                        r ->
                                "%s%s: the chosen %s, %s, is the first or last that was tried; a better one may lie beyond"
                                        .formatted(
                                                r.arm(),
                                                r.place().isEmpty() ? "" : " at " + r.place(),
                                                plan.search().title(),
                                                r.choice().value()))
                .distinct()
                .toList();
    }

    /** Everything but times. */
    JsonObject toJson() {
        JsonObject all =
                JsonObject.of("item", id())
                        .with("title", item().title())
                        .with("source", item().source())
                        .with("claim", item().claim())
                        .with("summary", summary());
        if (!plan.isOn() || !failure.isEmpty()) {
            return all;
        }
        return all.with("measure", item().measure().title())
                .with("places", placesTitle())
                .with("seeds", plan.seeds())
                .with("samples", plan.samples())
                .with("trainings", plan.trainings().stream().map(t -> t.key()).toList())
                .with("floor", floor.isEmpty() ? null : floorJson())
                .with("rows", rows.stream().map(Row::toJson).toList())
                .with("answers", answers.stream().map(Answer::toJson).toList())
                .with("warnings", warnings());
    }

    private JsonObject floorJson() {
        Estimate all = new Row("", "", null, floor, Double.NaN).estimate();
        return JsonObject.of("value", JsonFile.finite(all.value()))
                .with("low", JsonFile.finite(all.low()))
                .with("high", JsonFile.finite(all.high()))
                .with("bySeed", floor.stream().map(r -> JsonFile.finite(r.value())).toList());
    }

    /** Seconds of every row, the mean over seeds. */
    JsonObject times() {
        JsonObject all = JsonObject.of(Map.of());
        for (Row row : rows) {
            Double seconds = row.beside().get(Reading.SECONDS);
            if (seconds != null) {
                all.with(joined(row.arm(), row.place()), JsonFile.finite(seconds));
            }
        }
        return all;
    }
}
