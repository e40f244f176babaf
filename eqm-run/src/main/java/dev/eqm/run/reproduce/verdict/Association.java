package dev.eqm.run.reproduce.verdict;

import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.reproduce.item.Relation;
import dev.eqm.run.reproduce.measure.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A relation and what came of it. It agrees if both numbers rise together over the arms with p
 * below 0.05, disagrees if one falls as the other rises with p below 0.05.
 *
 * @param asked the relation
 * @param verdict what is said of it
 * @param found ρ and p
 * @param arms of which both numbers are known
 * @param why what is to be said beside the verdict; may be empty
 */
public record Association(
        Relation asked, Verdict verdict, RankCorrelation found, int arms, String why) {
    private static final double LEVEL = 0.05;
    private static final RankCorrelation NONE = new RankCorrelation(Double.NaN, Double.NaN);

    /**
     * Judges a relation.
     *
     * @param table as that of a {@link Judge}
     */
    public static Association of(Relation asked, Map<String, Map<String, List<Reading>>> table) {
        List<double[]> left = new ArrayList<>();
        List<double[]> right = new ArrayList<>();
        List<String> lacking = new ArrayList<>();
        for (Map.Entry<String, Map<String, List<Reading>>> arm : table.entrySet()) {
            double[] a = numbers(arm.getValue(), asked.left());
            double[] b = numbers(arm.getValue(), asked.right());
            if (a.length > 0 && a.length == b.length) {
                left.add(a);
                right.add(b);
            } else {
                lacking.add(arm.getKey());
            }
        }
        String out =
                lacking.isEmpty()
                        ? ""
                        : "; left out, because not all seeds have both numbers: "
                                + String.join(", ", lacking);
        int arms = left.size();
        if (arms < 2) {
            String why = arms + " arms have both numbers" + out;
            return new Association(asked, Verdict.NOT_ASKED, NONE, arms, why);
        }
        RankCorrelation found = RankCorrelation.of(left, right);
        String over = "over %d arms%s".formatted(arms, out);
        if (Double.isNaN(found.rho())) {
            String why = "all values of a side are equal, " + over;
            return new Association(asked, Verdict.CANNOT_BE_TOLD_APART, found, arms, why);
        }
        if (arms < RankCorrelation.FEWEST) {
            String why = "%s; at least %d are needed for p < 0.05";
            return new Association(
                    asked,
                    Verdict.CANNOT_BE_TOLD_APART,
                    found,
                    arms,
                    why.formatted(over, RankCorrelation.FEWEST));
        }
        return new Association(asked, judged(found), found, arms, over);
    }

    private static Verdict judged(RankCorrelation found) {
        if (found.p() >= LEVEL) {
            return Verdict.CANNOT_BE_TOLD_APART;
        }
        return found.rho() > 0 ? Verdict.AGREES : Verdict.DISAGREES;
    }

    /** By seed; nothing unless all seeds have the number. */
    private static double[] numbers(Map<String, List<Reading>> places, Relation.Side side) {
        List<Reading> readings = places.getOrDefault(side.place(), List.of());
        double[] all = readings.stream().mapToDouble(r -> r.quantity(side.quantity())).toArray();
        for (double number : all) {
            if (Double.isNaN(number)) {
                return new double[0];
            }
        }
        return all;
    }

    /** p as it is printed. */
    public String p() {
        return String.format(Locale.ROOT, "%.4f", found.p());
    }

    /** As JSON; null for what is not a number. */
    public JsonObject toJson() {
        return JsonObject.of("relation", asked.toString())
                .with("verdict", verdict.toString())
                .with("spearman", JsonFile.finite(found.rho()))
                .with("p", JsonFile.finite(found.p()))
                .with("arms", arms)
                .with("why", why);
    }
}
