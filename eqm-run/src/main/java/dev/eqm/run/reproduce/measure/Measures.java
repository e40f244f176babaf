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
        all.put(
                "frechet-from-images",
                new FrechetFromImages(List.of(0.0, 0.2, 0.4, 0.6, 0.8), false));
        all.put("nearest-images", new NearestImages());
        all.put("gradient-norms", new GradientNorms());
        all.put(
                "detection",
                new DetectionMeasure(
                        List.of("gradient-norm"),
                        List.of("constant", "noise", "inverted", "flipped", "shuffled")));
        all.put("energy-path", new EnergyPath(13));
        all.put("descent-bound", new DescentBound(60, List.of(0.5, 1.0), 16));
        all.put("other-sampling", new OtherSampling(List.of()));
        all.put("sampling-time", new SamplingTime(3));
        all.put("field-shape", new FieldShape(16, 4));
        all.put("plane", new PlaneMeasure(2000, 0));
        return Extensions.joined(Measure.class, all);
    }
}
