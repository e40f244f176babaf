package dev.eqm.run.sampling;

import dev.eqm.core.check.Words;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.output.MadeWith;
import dev.eqm.sample.sampler.StepSchedules;
import dev.eqm.sample.sampler.UpdateRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What two runs of sampling do not share, for people: {@code "rule.eta 0.003, now 0.01"}.
 *
 * <p>{@code sampling.json} keeps whole records as text, {@code SamplingConfig[rule=Nesterov[eta=
 * 0.003, ...], ...]}; they are taken apart, and told by the keys and names of a configuration.
 */
final class SettingsText {
    /** Differences that a message names. */
    private static final int MAX_TOLD = 4;

    /** Names of classes stay as they were written. */
    private static final String LABELS = "labels";

    private SettingsText() {}

    static String of(List<MadeWith.Difference> differences) {
        List<String> all = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        differences.forEach(d -> names.add(d.name()));
        for (MadeWith.Difference d : differences) {
            switch (d.name()) {
                case "model" -> all.add("another model file");
                case "codec" -> all.add("another autoencoder");
                case "trajectory" -> all.add(trajectory(d.before(), d.now()));
                case "labelsSha256" -> addIf(all, isAlone(names), "other labels");
                default -> addParts(all, d);
            }
        }
        String more = all.size() > MAX_TOLD ? ", ..." : "";
        return String.join("; ", all.subList(0, Math.min(MAX_TOLD, all.size()))) + more;
    }

    /** Whether frames are shown at all says more than how many. */
    private static String trajectory(String before, String now) {
        if (before.equals(TrajectoryChoice.NO_FRAMES) || before.isEmpty()) {
            return "no trajectory";
        }
        boolean none = now.equals(TrajectoryChoice.NO_FRAMES) || now.isEmpty();
        return none ? "a trajectory" : "another trajectory";
    }

    /** Other labels follow from another spec, number or seed, which are told themselves. */
    private static boolean isAlone(Set<String> names) {
        return Stream.of("labels", "count", "seed").noneMatch(names::contains);
    }

    private static void addIf(List<String> all, boolean holds, String text) {
        if (holds) {
            all.add(text);
        }
    }

    private static void addParts(List<String> all, MadeWith.Difference d) {
        Map<String, String> before = parts(d.name(), d.before());
        Map<String, String> now = parts(d.name(), d.now());
        Set<String> keys = new LinkedHashSet<>(now.keySet());
        keys.addAll(before.keySet());
        for (String key : keys) {
            String old = before.getOrDefault(key, "");
            String other = now.getOrDefault(key, "");
            // values of a kind that the other run does not have follow from the kind
            boolean both = !old.isEmpty() && !other.isEmpty();
            if (!old.equals(other) && (both || !key.contains("."))) {
                all.add(key + " " + word(old) + ", now " + word(other));
            }
        }
    }

    private static String word(String value) {
        return value.isEmpty() ? "none" : value;
    }

    /** The keys of a record's text with their values; of any other text itself, under its name. */
    private static Map<String, String> parts(String name, String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        add(parts, name.equals("sampling") ? "" : name, text);
        return parts;
    }

    private static void add(Map<String, String> parts, String path, String text) {
        int open = text.indexOf('[');
        if (open < 1 || !text.endsWith("]")) {
            String value = text.replaceAll("[\\[\\]]", "");
            boolean constant = value.matches("[A-Z_]+(, [A-Z_]+)*") && !path.equals(LABELS);
            parts.put(path, kind(constant ? value.toLowerCase(Locale.ROOT) : value));
            return;
        }
        if (!path.isEmpty()) {
            String record = text.substring(0, open);
            String known = kind(record);
            parts.put(path, known.equals(record) ? record.toLowerCase(Locale.ROOT) : known);
        }
        for (String part : Words.split(text.substring(open + 1, text.length() - 1))) {
            int equals = part.indexOf('=');
            String key = part.substring(0, Math.max(0, equals));
            add(parts, path.isEmpty() ? key : path + "." + key, part.substring(equals + 1));
        }
    }

    /** The name of a rule, an integrator or a schedule in a configuration. */
    private static String kind(String record) {
        return Stream.of(UpdateRules.examples(), Integrators.examples(), StepSchedules.examples())
                .flatMap(examples -> examples.entrySet().stream())
                .filter(e -> e.getValue().getClass().getSimpleName().equals(record))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(record);
    }
}
