package dev.eqm.sample.sampler;

import dev.eqm.core.extension.Extensions;
import java.util.LinkedHashMap;
import java.util.Map;

/** The catalogue of update rules. */
public final class UpdateRules {
    private UpdateRules() {}

    /** Name in configurations -> an example, with the paper's values where it has any. */
    public static Map<String, UpdateRule> examples() {
        Map<String, UpdateRule> all = new LinkedHashMap<>();
        all.put("gd", new GradientDescent(0.003));
        all.put("nag", new Nesterov(0.003, 0.35));
        all.put("nesterov", new ClassicalNesterov(0.003, 0.35));
        all.put("heavy-ball", new HeavyBall(0.003, 0.35));
        all.put("heun-descent", new HeunDescent(0.003));
        all.put("adam", new Adam(0.003, 0, 0, 1e-8)); // Table 12: sign descent
        all.put("rms", new RmsNormalised(0.003, 0, 1e-8));
        all.put("bb", new BarzilaiBorwein(0.003, 1e-4, 0.1));
        all.put("armijo", new Armijo(0.1, 0.5, 1e-4, 20));
        all.put("langevin", new Langevin(0.003, 1e-4));
        return Extensions.joined(UpdateRule.class, all);
    }
}
