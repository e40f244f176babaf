package dev.eqm.sample.integrator;

import dev.eqm.core.check.Check;
import dev.eqm.core.extension.Extensions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The catalogue of integrators: names of configurations, command lines and help texts come from
 * here, in this order, and behind them those of other jars.
 */
public final class Integrators {
    private Integrators() {}

    /** Name in configurations -> an example; those of SDE samplers have the published values. */
    public static Map<String, Integrator> examples() {
        Map<String, Integrator> all = new LinkedHashMap<>();
        all.put("euler", new Euler());
        all.put("midpoint", new Midpoint());
        all.put("heun", new Heun());
        all.put("dopri5", new DormandPrince(1e-3, 1e-6, 1000));
        all.put("sde-euler", new EulerMaruyama(DiffusionForm.SIGMA, 1, LastStep.MEAN, 0.04));
        all.put("sde-heun", new StochasticHeun(DiffusionForm.SIGMA, 1, LastStep.MEAN, 0.04));
        return Extensions.joined(Integrator.class, all);
    }

    /** The names of those that follow any network's velocity, for a message. */
    public static String withoutFlow() {
        return Check.either(
                examples().entrySet().stream()
                        .filter(e -> !e.getValue().needsFlow())
                        .map(Map.Entry::getKey)
                        .toList());
    }
}
