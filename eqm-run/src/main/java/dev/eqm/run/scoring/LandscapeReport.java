package dev.eqm.run.scoring;

import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.landscape.EnergyFalls;
import dev.eqm.sample.landscape.LandscapePoint;
import dev.eqm.sample.landscape.SafeSteps;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a look at a landscape found.
 *
 * @param model its file
 * @param kind of network
 * @param data of the images, in words
 * @param points what was seen at data, at noise, and on the way from there
 * @param falls of an explicit energy: descents by η·L; none of an implicit one
 */
public record LandscapeReport(
        Path model,
        String kind,
        String data,
        LandscapeRequest request,
        Map<String, LandscapePoint> points,
        Map<Double, EnergyFalls> falls) {
    /** From the largest stretch of all points. */
    public SafeSteps safe() {
        return safe(points);
    }

    static SafeSteps safe(Map<String, LandscapePoint> points) {
        return SafeSteps.of(
                points.values().stream().mapToDouble(LandscapePoint::lipschitz).max().orElse(0));
    }

    /** What was looked at: key in reports -> value. */
    public JsonObject facts() {
        return JsonObject.of("model", model.toString())
                .with("kind", kind)
                .with("data", data)
                .with("states", request.count())
                .with("probes", request.probes())
                .with("cfg", request.cfg());
    }

    /** {@code landscape.json}: facts, the numbers of every place, step sizes, descents. */
    public JsonObject toJson() {
        SafeSteps safe = safe();
        return facts().with("sites", JsonObject.each(points, LandscapeReport::json))
                .with("lipschitz", safe.lipschitz())
                .with("lipschitzMeans", "largest |J|2 of all states: a lower bound for the field")
                .with(
                        "safeEta",
                        JsonObject.of("2/L", JsonFile.finite(safe.largest()))
                                .with("1/L", JsonFile.finite(safe.best())))
                .with(
                        "falls",
                        falls.entrySet().stream()
                                .map(e -> json(e.getKey(), e.getValue()))
                                .toList());
    }

    private static JsonObject json(LandscapePoint point) {
        return JsonObject.of("gradientNorm", json(point.norm()))
                .with("gradientNorms", list(point.norms()))
                .with("asymmetry", json(point.asymmetry().ratio()))
                .with("asymmetricShare", point.asymmetry().share())
                .with("stretch", json(Estimate.mean(point.stretches())))
                .with("stretches", list(point.stretches()))
                .with("lipschitz", point.lipschitz());
    }

    private static JsonObject json(Estimate estimate) {
        return JsonObject.of("value", JsonFile.finite(estimate.value()))
                .with("standardError", JsonFile.finite(estimate.standardError()));
    }

    private static JsonObject json(double etaTimesL, EnergyFalls f) {
        return JsonObject.of("etaTimesL", etaTimesL)
                .with("eta", f.eta())
                .with("samples", f.samples())
                .with("updatesEach", f.steps())
                .with("rises", f.rises())
                .with("samplesWithARise", f.rising())
                .with("largestRise", JsonFile.finite(f.largestRise()))
                .with("meanEnergyFirst", JsonFile.finite(f.first()))
                .with("meanEnergyLast", JsonFile.finite(f.last()))
                .with("finite", f.finite());
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
