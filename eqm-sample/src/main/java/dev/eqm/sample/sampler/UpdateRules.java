package dev.eqm.sample.sampler;

import java.util.LinkedHashMap;
import java.util.Map;

/** The catalogue of update rules. */
public final class UpdateRules {
    private UpdateRules() {}

    /** Name in configurations -> an example with the paper's values. */
    public static Map<String, UpdateRule> examples() {
        Map<String, UpdateRule> all = new LinkedHashMap<>();
        all.put("gd", new GradientDescent(0.003));
        all.put("nag", new Nesterov(0.003, 0.35));
        return all;
    }
}
