package dev.eqm.run.reproduce.measure;

import dev.eqm.core.extension.Extensions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue of measures, by the names that items use; behind them those of other jars. */
public final class Measures {
    private Measures() {}

    /** Name in items -> an example, from whose settings a file starts. */
    public static Map<String, Measure> examples() {
        Map<String, Measure> all = new LinkedHashMap<>();
        all.put("frechet", new FrechetMeasure());
        all.put("frechet-by-step", new FrechetByStep(List.of(10, 20, 40, 60)));
        return Extensions.joined(Measure.class, all);
    }
}
