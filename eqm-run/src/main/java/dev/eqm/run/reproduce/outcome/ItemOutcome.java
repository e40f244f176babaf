package dev.eqm.run.reproduce.outcome;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.store.JsonObject;
import dev.eqm.models.classifier.Classifier;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.reproduce.item.Item;
import dev.eqm.run.reproduce.item.Published;
import dev.eqm.run.reproduce.measure.FrechetMeasure;
import dev.eqm.run.reproduce.measure.Reading;
import dev.eqm.run.reproduce.measure.Readings;
import dev.eqm.run.reproduce.verdict.Answer;
import dev.eqm.run.reproduce.verdict.Association;
import dev.eqm.run.reproduce.verdict.Judge;
import dev.eqm.run.reproduce.verdict.Verdict;
import dev.eqm.run.reproduce.work.Cell;
import dev.eqm.run.reproduce.work.ItemPlan;
import dev.eqm.run.reproduce.work.Measured;
import dev.eqm.run.reproduce.work.TrainingTask;
import dev.eqm.run.settings.ModelConfig;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of an item.
 *
 * @param plan what was asked
 * @param rows of its table
 * @param floor what real images have, by seed; empty for a measure without
 * @param answers to its comparisons
 * @param associations what came of its relations
 * @param failure why there are no numbers; empty if there are, or none were wanted
 */
public record ItemOutcome(
        ItemPlan plan,
        List<Row> rows,
        List<Reading> floor,
        List<Answer> answers,
        List<Association> associations,
        String failure) {
    /** Of all numbers. */
    public static ItemOutcome of(Measured measured) {
        ItemPlan plan = measured.plan();
        Item item = plan.item().item();
        List<Row> rows = new ArrayList<>();
        Map<String, Map<String, List<Reading>>> table = new LinkedHashMap<>();
        for (Cell cell : plan.cells()) {
            for (String own : places(measured, cell)) {
                List<Reading> bySeed =
                        measured.bySeed().stream().map(m -> m.get(cell).at(own)).toList();
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
        List<Association> associations =
                item.related().stream().map(r -> Association.of(r, table)).toList();
        return new ItemOutcome(plan, rows, floor, answers, associations, "");
    }

    /** The measure's own places, as a seed has them whose training did not diverge. */
    private static Set<String> places(Measured measured, Cell cell) {
        List<Readings> seeds = measured.bySeed().stream().map(m -> m.get(cell)).toList();
        return seeds.stream()
                .filter(r -> !r.isNothing())
                .findFirst()
                .orElse(seeds.get(0))
                .byPlace()
                .keySet();
    }

    /** Of an item that could not be done. */
    public static ItemOutcome failed(ItemPlan plan, String why) {
        return new ItemOutcome(plan, List.of(), List.of(), List.of(), List.of(), why);
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

    /**
     * What the number is called: a Fréchet distance by the name of its features, FMD of grey 28x28
     * pictures and FID of the Inception network alone.
     */
    public String measureTitle() {
        String title = item().measure().title();
        if (!title.equals(FrechetMeasure.DISTANCE)) {
            return title;
        }
        String features = plan.scale().features();
        if (features.startsWith("inception:")) {
            return "FID";
        }
        boolean builtIn =
                features.equals(FeatureSpec.FMNIST28)
                        || (features.equals("auto") && pictures().equals(Classifier.PICTURES));
        return builtIn ? "FMD" : title;
    }

    private ImageShape pictures() {
        ModelConfig model = plan.trainings().get(0).config().model();
        return new ImageShape(model.channels(), model.imageSize(), model.imageSize());
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
        } else if (answers.isEmpty() && associations.isEmpty()) {
            return "measured; the claim compares no numbers";
        }
        Map<Verdict, Long> counts =
                Stream.concat(
                                answers.stream().map(Answer::verdict),
                                associations.stream().map(Association::verdict))
                        .collect(Collectors.groupingBy(v -> v, Collectors.counting()));
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
        return all.with("measure", measureTitle())
                .with("places", placesTitle())
                .with("seeds", plan.seeds())
                .with("samples", plan.samples())
                .with("trainings", plan.trainings().stream().map(t -> t.key()).toList())
                .with("floor", floor.isEmpty() ? null : floorJson())
                .with("rows", rows.stream().map(Row::toJson).toList())
                .with("answers", answers.stream().map(Answer::toJson).toList())
                .withIf(!associations.isEmpty(), "relations", relationsJson())
                .with("warnings", warnings());
    }

    private List<JsonObject> relationsJson() {
        return associations.stream().map(Association::toJson).toList();
    }

    private JsonObject floorJson() {
        Estimate all = new Row("", "", null, floor, Double.NaN).estimate();
        return JsonObject.of("value", JsonFile.finite(all.value()))
                .with("low", JsonFile.finite(all.low()))
                .with("high", JsonFile.finite(all.high()))
                .with("bySeed", floor.stream().map(r -> JsonFile.finite(r.value())).toList());
    }

    /** Hours of its trainings and of the samples that it reports; what is shared counts in full. */
    public double hours() {
        if (rows.isEmpty()) {
            return 0;
        }
        double trained =
                plan.trainings().stream()
                        .mapToDouble(TrainingTask::seconds)
                        .filter(Double::isFinite)
                        .sum();
        double measured =
                rows.stream()
                        .flatMap(r -> r.bySeed().stream())
                        .mapToDouble(r -> r.beside().getOrDefault(Reading.SECONDS, 0.0))
                        .sum();
        return (trained + measured) / 3600;
    }

    /** Hours, and seconds of every row, the mean over seeds. */
    JsonObject times() {
        JsonObject all = JsonObject.of("hours", hours());
        for (Row row : rows) {
            Double seconds = row.beside().get(Reading.SECONDS);
            if (seconds != null) {
                all.with(joined(row.arm(), row.place()), JsonFile.finite(seconds));
            }
        }
        return all;
    }
}
