package dev.eqm.run.scoring;

import dev.eqm.run.folder.JsonFile;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.landscape.Asymmetry;
import dev.eqm.sample.landscape.EnergyFalls;
import dev.eqm.sample.landscape.LandscapePoint;
import dev.eqm.sample.landscape.SafeSteps;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
    public Map<String, Object> facts() {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("model", model.toString());
        head.put("kind", kind);
        head.put("data", data);
        head.put("states", request.count());
        head.put("probes", request.probes());
        head.put("cfg", request.cfg());
        return head;
    }

    /** As a JSON object. */
    public Map<String, Object> toJson() {
        Map<String, Object> all = facts();
        Map<String, Object> places = new LinkedHashMap<>();
        points.forEach((name, point) -> places.put(name, json(point)));
        all.put("sites", places);
        SafeSteps safe = safe();
        all.put("lipschitz", safe.lipschitz());
        all.put("lipschitzMeans", "largest |J|2 of all states: a lower bound of the field's");
        Map<String, Object> eta = new LinkedHashMap<>();
        eta.put("2/L", JsonFile.finite(safe.largest()));
        eta.put("1/L", JsonFile.finite(safe.best()));
        all.put("safeEta", eta);
        all.put("falls", falls.entrySet().stream().map(LandscapeReport::json).toList());
        return all;
    }

    private static Map<String, Object> json(LandscapePoint point) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("gradientNorm", json(point.norm()));
        all.put("gradientNorms", list(point.norms()));
        Asymmetry asymmetry = point.asymmetry();
        all.put("asymmetry", json(asymmetry.ratio()));
        all.put("asymmetricShare", asymmetry.share());
        all.put("stretch", json(Estimate.mean(point.stretches())));
        all.put("stretches", list(point.stretches()));
        all.put("lipschitz", point.lipschitz());
        return all;
    }

    private static Map<String, Object> json(Estimate estimate) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("value", JsonFile.finite(estimate.value()));
        all.put("standardError", JsonFile.finite(estimate.standardError()));
        return all;
    }

    private static Map<String, Object> json(Map.Entry<Double, EnergyFalls> entry) {
        EnergyFalls f = entry.getValue();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("etaTimesL", entry.getKey());
        all.put("eta", f.eta());
        all.put("samples", f.samples());
        all.put("updatesEach", f.steps());
        all.put("rises", f.rises());
        all.put("samplesWithARise", f.rising());
        all.put("largestRise", JsonFile.finite(f.largestRise()));
        all.put("meanEnergyFirst", JsonFile.finite(f.first()));
        all.put("meanEnergyLast", JsonFile.finite(f.last()));
        all.put("finite", f.finite());
        return all;
    }

    private static Object list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
