package dev.eqm.run.reproduce.verdict;

import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.reproduce.item.Comparison;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.List;
import java.util.Locale;

/**
 * A comparison and what came of it.
 *
 * @param asked with the place where it was asked
 * @param verdict what is said of the claim
 * @param paired the differences, left minus right
 * @param why what is to be said beside the verdict; may be empty
 */
public record Answer(Comparison asked, Verdict verdict, Paired paired, String why) {
    /**
     * Samples that diverge on one side for all seeds and on the other for none are told apart from
     * so many seeds on: with fewer, chance would do it in more than 5 % of all comparisons.
     */
    static final int SEEDS_FOR_DIVERGENCE = 3;

    /** Judges differences. */
    public static Answer of(Comparison asked, Paired paired) {
        int seeds = paired.seeds() + Math.max(paired.leftDiverged(), paired.rightDiverged());
        if (paired.leftDiverged() > 0 || paired.rightDiverged() > 0) {
            return diverged(asked, paired, seeds);
        }
        if (asked.relation() == Comparison.Relation.EQUAL) {
            return equal(asked, paired);
        }
        if (paired.seeds() < Paired.FEWEST) {
            return new Answer(
                    asked,
                    Verdict.CANNOT_BE_TOLD_APART,
                    paired,
                    "one training per arm says nothing about chance");
        }
        Estimate d = paired.estimate();
        return new Answer(asked, judged(asked, d.low(), d.high()), paired, "");
    }

    private static Verdict judged(Comparison asked, double low, double high) {
        if (low <= 0 && high >= 0) {
            return Verdict.CANNOT_BE_TOLD_APART;
        }
        boolean less = high < 0;
        boolean expected = asked.relation() == Comparison.Relation.LESS;
        return less == expected ? Verdict.AGREES : Verdict.DISAGREES;
    }

    /** Every seed must be equal, up to the tolerance. */
    private static Answer equal(Comparison asked, Paired paired) {
        if (paired.seeds() == 0) {
            return missing(asked, "there are no numbers");
        }
        double largest = paired.differences().stream().mapToDouble(Math::abs).max().orElse(0);
        Verdict verdict = largest <= asked.tolerance() ? Verdict.AGREES : Verdict.DISAGREES;
        String told = String.format(Locale.ROOT, "largest difference %.4g", largest);
        return new Answer(asked, verdict, paired, told);
    }

    private static Answer diverged(Comparison asked, Paired paired, int seeds) {
        boolean left = paired.leftDiverged() == seeds && paired.rightDiverged() == 0;
        boolean right = paired.rightDiverged() == seeds && paired.leftDiverged() == 0;
        String told =
                "samples diverged: left side %d, right side %d of %d seeds"
                        .formatted(paired.leftDiverged(), paired.rightDiverged(), seeds);
        boolean clear = (left || right) && seeds >= SEEDS_FOR_DIVERGENCE;
        if (!clear || asked.relation() == Comparison.Relation.EQUAL) {
            return new Answer(asked, Verdict.CANNOT_BE_TOLD_APART, paired, told);
        }
        double side = left ? 1 : -1; // what diverges counts as infinitely large
        return new Answer(asked, judged(asked, side, side), paired, told);
    }

    /** A comparison that could not be made. */
    public static Answer missing(Comparison asked, String why) {
        return new Answer(asked, Verdict.NOT_ASKED, new Paired(List.of(), 0, 0, 0, 0), why);
    }

    /** As JSON; null for what is not finite. */
    public JsonObject toJson() {
        Estimate d = paired.estimate();
        return JsonObject.of("comparison", asked.toString())
                .with("verdict", verdict.toString())
                .with("difference", JsonFile.finite(d.value()))
                .with("low", JsonFile.finite(d.low()))
                .with("high", JsonFile.finite(d.high()))
                .with("interval", d.method())
                .with("bySeed", paired.differences())
                .with("spreadOfSamples", JsonFile.finite(paired.spread()))
                .with("why", why);
    }
}
