package dev.eqm.run.scoring;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.extension.Extensions;
import dev.eqm.sample.evaluation.ood.ExplicitEnergy;
import dev.eqm.sample.evaluation.ood.GradientNorm;
import dev.eqm.sample.evaluation.ood.OodScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All scores of a model's landscape by the names that commands use. */
public final class OodScores {
    private OodScores() {}

    /** A score with the numbers that fit a run. */
    public interface Maker {
        /**
         * The score.
         *
         * @param run model, loss and images that numbers are taken from where none were given
         */
        OodScore of(OodContext run);
    }

    /** Name -> how it is made, in the order of reports. */
    public static Map<String, Maker> examples() {
        Map<String, Maker> all = new LinkedHashMap<>();
        all.put("energy", run -> new ExplicitEnergy());
        all.put("gradient-norm", run -> new GradientNorm());
        all.put("residual", OodContext::residual);
        all.put("line-integral", OodContext::lineIntegral);
        all.put("steps", OodContext::steps);
        return Extensions.joined(Maker.class, all);
    }

    /**
     * A name as the catalogue has it; upper case and underscores are taken too.
     *
     * @throws BrokenRuleException naming all that there are
     */
    public static String named(String word) {
        String name = word.toLowerCase(Locale.ROOT).replace('_', '-');
        if (examples().containsKey(name)) {
            return name;
        }
        List<String> known = new ArrayList<>();
        for (String each : examples().keySet()) {
            known.add(each.toUpperCase(Locale.ROOT).replace('-', '_'));
            if (each.contains("-")) {
                known.add(each);
            }
        }
        throw new BrokenRuleException(
                "expected one of %s (case-insensitive) but was '%s'".formatted(known, word));
    }
}
