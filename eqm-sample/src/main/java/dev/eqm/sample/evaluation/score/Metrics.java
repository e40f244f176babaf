package dev.eqm.sample.evaluation.score;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.extension.Extensions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** All metrics by the names that commands use. */
public final class Metrics {
    private Metrics() {}

    /** Name -> the metric with the usual numbers, in the order of reports. */
    public static Map<String, Metric> examples() {
        Map<String, Metric> all = new LinkedHashMap<>();
        Stream.of(
                        FrechetScore.FID,
                        FrechetScore.FMD,
                        FrechetScore.SFID,
                        KernelDistance.DEFAULT,
                        InceptionScore.DEFAULT,
                        PrecisionRecall.DEFAULT,
                        DensityCoverage.DEFAULT,
                        new ClassAgreement(),
                        VendiScore.DEFAULT)
                .forEach(metric -> all.put(metric.name(), metric));
        return Extensions.joined(Metric.class, all);
    }

    /**
     * The metric of a name, in upper or lower case.
     *
     * @throws BrokenRuleException naming all that there are
     */
    public static Metric named(String name) {
        Map<String, Metric> all = examples();
        for (Metric metric : all.values()) {
            if (metric.name().equalsIgnoreCase(name)) {
                return metric;
            }
        }
        throw new BrokenRuleException(
                "expected one of %s (case-insensitive) but was '%s'".formatted(all.keySet(), name));
    }

    /** None twice, in the order of reports; what is in no catalogue comes last. */
    static List<Metric> ordered(List<Metric> some) {
        List<String> names = List.copyOf(examples().keySet());
        Map<String, Metric> all = new LinkedHashMap<>();
        some.stream()
                .sorted(Comparator.comparingInt(m -> place(names, m)))
                .forEach(m -> all.putIfAbsent(m.name().toUpperCase(Locale.ROOT), m));
        return List.copyOf(all.values());
    }

    private static int place(List<String> names, Metric metric) {
        int at = names.indexOf(metric.name());
        return at < 0 ? names.size() : at;
    }
}
