package dev.eqm.sample.sampler;

import java.util.LinkedHashMap;
import java.util.Map;

/** The catalogue of integrators. */
public final class Integrators {
    private Integrators() {}

    /** Name in configurations -> an example. */
    public static Map<String, Integrator> examples() {
        Map<String, Integrator> all = new LinkedHashMap<>();
        all.put("euler", new Euler());
        all.put("heun", new Heun());
        return all;
    }
}
