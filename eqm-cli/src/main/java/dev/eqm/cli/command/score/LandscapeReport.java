package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.models.nn.FieldModel;
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

/** What {@code eqm inspect --landscape} found, for people and as JSON. */
public final class LandscapeReport {
    private final Map<String, Object> head = new LinkedHashMap<>();
    private final Map<String, LandscapePoint> sites = new LinkedHashMap<>();
    private final Map<Double, EnergyFalls> falls = new LinkedHashMap<>();

    /** An empty report of a model. */
    public LandscapeReport(
            Path file, FieldModel model, String data, int count, int probes, double cfg) {
        head.put("model", file.toString());
        head.put("kind", model.architecture().hyperparameters().kind());
        head.put("data", data);
        head.put("states", count);
        head.put("probes", probes);
        head.put("cfg", cfg);
    }

    public void add(String name, LandscapePoint site) {
        sites.put(name, site);
    }

    /**
     * Descents.
     *
     * @param factor η·L
     */
    public void add(double factor, EnergyFalls fall) {
        falls.put(factor, fall);
    }

    /** From the largest stretch of all sites. */
    public SafeSteps safe() {
        return SafeSteps.of(
                sites.values().stream().mapToDouble(LandscapePoint::lipschitz).max().orElse(0));
    }

    public void print(Console console) {
        head.forEach((key, value) -> console.line("%-10s %s", key, value));
        console.line(
                "%-10s %22s  %20s  %24s", "", "|gradient|", "|J-J'|/|J+J'|", "|J|2 at a state");
        console.line(
                "%-10s %10s %11s  %9s %10s  %8s %7s %7s",
                "at", "mean", "s.e.", "ratio", "s.e.", "mean", "median", "largest");
        sites.forEach(
                (name, site) -> {
                    Estimate norm = site.norm();
                    Estimate ratio = site.asymmetry().ratio();
                    double[] sorted = site.stretches().clone();
                    Arrays.sort(sorted);
                    console.line(
                            "%-10s %10.3f %11.3f  %9.3g %10.2g  %8.1f %7.1f %7.1f",
                            name,
                            norm.value(),
                            norm.standardError(),
                            ratio.value(),
                            ratio.standardError(),
                            Estimate.mean(sorted).value(),
                            sorted[sorted.length / 2],
                            site.lipschitz());
                });
        SafeSteps safe = safe();
        console.line(
                "J is the Jacobian of the field; |J-J'|/|J+J'| (Frobenius) is 0 for the gradient of an energy, 1 where"
                        + " half of it turns.");
        console.line(
                "L = %.1f, the largest |J|2 found: the field's own is no smaller.",
                safe.lipschitz());
        console.line(
                "largest safe eta of gradient descent: 2/L = %.3g (no step raises the energy; a quadratic diverges above)",
                safe.largest());
        console.line(
                "                                      1/L = %.3g (each step lowers it by at least eta/2 |gradient|^2)",
                safe.best());
        falls.forEach(
                (factor, f) ->
                        console.line(
                                "eta = %s/L = %.3g: the energy rose after %d of %d updates, in %d of %d samples, by at"
                                        + " most %.3g; mean %.2f -> %.2f%s",
                                factor,
                                f.eta(),
                                f.rises(),
                                f.samples() * f.steps(),
                                f.rising(),
                                f.samples(),
                                f.largestRise(),
                                f.first(),
                                f.last(),
                                f.finite() ? "" : ", then no longer finite"));
    }

    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>(head);
        Map<String, Object> places = new LinkedHashMap<>();
        sites.forEach((name, site) -> places.put(name, json(site)));
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

    private static Map<String, Object> json(LandscapePoint site) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("gradientNorm", json(site.norm()));
        all.put("gradientNorms", list(site.norms()));
        Asymmetry asymmetry = site.asymmetry();
        all.put("asymmetry", json(asymmetry.ratio()));
        all.put("asymmetricShare", asymmetry.share());
        all.put("stretch", json(Estimate.mean(site.stretches())));
        all.put("stretches", list(site.stretches()));
        all.put("lipschitz", site.lipschitz());
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
