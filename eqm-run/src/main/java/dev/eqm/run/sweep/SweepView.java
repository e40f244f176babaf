package dev.eqm.run.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Results along one axis, all else but the number of steps fixed.
 *
 * @param axis what changes from row to row
 * @param fixed what does not, in words
 * @param rows by value of the axis, ascending; in each the results by number of steps
 */
public record SweepView(
        Axis axis, String fixed, Map<Comparable<?>, Map<Integer, SweepResult>> rows) {
    /** What a sweep can go along, beside the steps. */
    public enum Axis {
        CHECKPOINT("checkpoint"),
        RULE("rule"),
        ETA("eta"),
        CFG("cfg");

        private final String word;

        Axis(String word) {
            this.word = word;
        }

        /** As tables and charts name it. */
        public String word() {
            return word;
        }

        /** The value of a setting on this axis. */
        public Comparable<?> of(SweepPoint point) {
            return switch (this) {
                case CHECKPOINT -> point.checkpoint();
                case RULE -> point.rule();
                case ETA -> point.eta();
                case CFG -> point.cfg();
            };
        }

        /** Whether values have distances, so that a line may be drawn along them. */
        public boolean isNumber() {
            return this != RULE;
        }
    }

    /**
     * All views with more than one row; without any such axis the one of the checkpoint, if several
     * numbers of steps are known.
     */
    public static List<SweepView> of(List<SweepResult> results) {
        List<SweepView> all = new ArrayList<>();
        for (Axis axis : Axis.values()) {
            Map<String, SweepView> byRest = new LinkedHashMap<>();
            for (SweepResult r : results) {
                String rest = rest(axis, r.point());
                byRest.computeIfAbsent(rest, fixed -> new SweepView(axis, fixed, new TreeMap<>()))
                        .put(r);
            }
            byRest.values().stream().filter(v -> v.rows.size() > 1).forEach(all::add);
        }
        if (all.isEmpty() && results.size() > 1) {
            SweepView one = new SweepView(Axis.CHECKPOINT, "", new TreeMap<>());
            results.forEach(one::put);
            all.add(one);
        }
        return all;
    }

    /** Files a result under its row and its number of steps. */
    private void put(SweepResult r) {
        rows.computeIfAbsent(axis.of(r.point()), value -> new TreeMap<>())
                .put(r.point().steps(), r);
    }

    /** What a view keeps fixed, in words: results that agree in it stand in one table. */
    private static String rest(Axis axis, SweepPoint p) {
        List<String> words = new ArrayList<>();
        for (Axis other : Axis.values()) {
            if (other != axis) {
                words.add(other.word + " " + text(other.of(p)));
            }
        }
        return String.join(", ", words);
    }

    /** A value of an axis. */
    public static String text(Comparable<?> value) {
        return value instanceof Double d ? SweepPoint.number(d) : value.toString();
    }

    /** The distances of all settings that did not diverge. */
    DoubleStream distances() {
        Stream<SweepResult> results = rows.values().stream().flatMap(row -> row.values().stream());
        return results.filter(r -> !r.diverged()).mapToDouble(r -> r.distance().value());
    }

    /** All numbers of steps, ascending. */
    public List<Integer> steps() {
        TreeSet<Integer> all = new TreeSet<>();
        rows.values().forEach(row -> all.addAll(row.keySet()));
        return List.copyOf(all);
    }
}
