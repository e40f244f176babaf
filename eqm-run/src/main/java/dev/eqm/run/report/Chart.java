package dev.eqm.run.report;

import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One chart: what the page's script draws, and what is said of it to those who do not see it.
 *
 * @param title of the figure
 * @param x title of the horizontal axis; charts of the same one share their cursor
 * @param y title of the vertical axis
 * @param look whether values are lines or bars
 * @param mayBeLogarithmic whether a button for that makes sense
 * @param tables curves over the same points each
 * @param marks vertical lines
 * @param floor values below it are cut off when the chart is first drawn; NaN for none
 */
record Chart(
        String title,
        String x,
        String y,
        Look look,
        boolean mayBeLogarithmic,
        List<Table> tables,
        List<Mark> marks,
        double floor) {
    /** How values are drawn. */
    enum Look {
        /** Lines from point to point. */
        LINES,
        /** The same with dots, for few points. */
        DOTS,
        /** A bar a point. */
        BARS
    }

    /**
     * Curves over the same points.
     *
     * @param x ascending
     * @param curves each as long as {@code x}
     */
    record Table(double[] x, List<Curve> curves) {
        /** Fewer points, so that the page stays small. */
        Table thinned(int most) {
            int[] points = Thinning.of(curves.stream().map(Curve::values).toList(), most);
            List<Curve> fewer = new ArrayList<>();
            curves.forEach(c -> fewer.add(c.with(Thinning.at(c.values(), points))));
            return new Table(Thinning.at(x, points), fewer);
        }
    }

    /**
     * A curve.
     *
     * @param label in the legend
     * @param colour a name of the page's style: {@code run0}, {@code gamma3}
     * @param role how it is drawn
     * @param values NaN where there is none
     */
    record Curve(String label, String colour, Role role, double[] values) {
        private Curve with(double[] other) {
            return new Curve(label, colour, role, other);
        }
    }

    /** What a curve is. */
    enum Role {
        /** The matter itself. */
        MAIN,
        /** The lower end of an interval; the next curve is its upper end. */
        LOW,
        /** The upper end. */
        HIGH
    }

    /** A vertical line with a word. */
    record Mark(double x, String text, String colour) {}

    /** Without a floor. */
    Chart(
            String title,
            String x,
            String y,
            Look look,
            boolean mayBeLogarithmic,
            List<Table> tables,
            List<Mark> marks) {
        this(title, x, y, look, mayBeLogarithmic, tables, marks, Double.NaN);
    }

    /** The same with a floor, if it has values below it. */
    Chart above(double least) {
        boolean isCut =
                tables.stream()
                        .flatMap(t -> t.curves().stream())
                        .flatMapToDouble(c -> Arrays.stream(c.values()))
                        .anyMatch(v -> v < least);
        double where = isCut ? least : Double.NaN;
        return new Chart(title, x, y, look, mayBeLogarithmic, tables, marks, where);
    }

    boolean isEmpty() {
        return tables.stream().allMatch(t -> t.x().length == 0);
    }

    /** The same with fewer points, if it has many. */
    Chart thinned() {
        int most = Math.max(100, Thinning.POINTS / Math.max(1, tables.size()));
        List<Table> fewer = tables.stream().map(t -> t.thinned(most)).toList();
        return new Chart(title, x, y, look, mayBeLogarithmic, fewer, marks, floor);
    }

    /** How many points its longest curve has. */
    int points() {
        return tables.stream().mapToInt(t -> t.x().length).max().orElse(0);
    }

    /** Where its curves begin and end, lowest and highest: for those who cannot see it. */
    String inWords() {
        List<String> all = new ArrayList<>();
        for (Table table : tables) {
            for (Curve curve : table.curves()) {
                if (curve.role() == Role.MAIN) {
                    all.add(inWords(table.x(), curve));
                }
            }
        }
        return title + ". " + String.join(" ", all);
    }

    private String inWords(double[] at, Curve curve) {
        int first = -1;
        int last = -1;
        int low = -1;
        int high = -1;
        double[] v = curve.values();
        for (int i = 0; i < v.length; i++) {
            if (!Double.isNaN(v[i])) {
                first = first < 0 ? i : first;
                last = i;
                low = low < 0 || v[i] < v[low] ? i : low;
                high = high < 0 || v[i] > v[high] ? i : high;
            }
        }
        if (first < 0) {
            return curve.label() + ": no values.";
        }
        return "%s: %s at %s %s, %s at %s %s; lowest %s at %s, highest %s at %s."
                .formatted(
                        curve.label(),
                        Numbers.text(v[first]),
                        x,
                        Numbers.text(at[first]),
                        Numbers.text(v[last]),
                        x,
                        Numbers.text(at[last]),
                        Numbers.text(v[low]),
                        Numbers.text(at[low]),
                        Numbers.text(v[high]),
                        Numbers.text(at[high]));
    }

    /** For the page's script. */
    JsonObject toJson() {
        return JsonObject.of("title", title)
                .with("x", x)
                .with("y", y)
                .with("look", look.name())
                .with("mayBeLogarithmic", mayBeLogarithmic)
                .withIf(Double.isFinite(floor), "floor", floor)
                .with("tables", tables.stream().map(Chart::json).toList())
                .with(
                        "marks",
                        marks.stream()
                                .map(
                                        m ->
                                                JsonObject.of("x", m.x())
                                                        .with("text", m.text())
                                                        .with("colour", m.colour()))
                                .toList());
    }

    private static JsonObject json(Table table) {
        return JsonObject.of("x", list(table.x()))
                .with(
                        "curves",
                        table.curves().stream()
                                .map(
                                        c ->
                                                JsonObject.of("label", c.label())
                                                        .with("colour", c.colour())
                                                        .with("role", c.role().name())
                                                        .with("values", list(c.values())))
                                .toList());
    }

    private static List<Object> list(double[] values) {
        List<Object> all = new ArrayList<>(values.length);
        for (double v : values) {
            boolean isWhole = v == Math.rint(v) && Math.abs(v) < 1e15;
            all.add(isWhole ? (Object) (long) v : JsonFile.finite(Numbers.roundedOrNaN(v)));
        }
        return all;
    }

    @Override
    public String toString() {
        return "Chart[%s, %s]".formatted(title, points() + " points");
    }
}
