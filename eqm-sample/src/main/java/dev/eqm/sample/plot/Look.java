package dev.eqm.sample.plot;

import java.util.List;

/**
 * How a line looks.
 *
 * @param width of the line in pixels
 * @param dash lengths of dashes and gaps in turn; empty for a solid line
 */
public record Look(Ink ink, double width, List<Double> dash, Marker marker) {
    private static final double LINE = 1.8;
    private static final List<Marker> MARKERS =
            List.of(Marker.DISC, Marker.SQUARE, Marker.TRIANGLE, Marker.DIAMOND, Marker.RING);
    private static final List<List<Double>> DASHES =
            List.of(
                    List.of(),
                    List.of(7.0, 3.0),
                    List.of(2.0, 2.0),
                    List.of(9.0, 3.0, 2.0, 3.0),
                    List.of(14.0, 4.0));

    public Look {
        dash = List.copyOf(dash);
    }

    /** A solid line without markers. */
    public static Look solid(Ink ink, double width) {
        return new Look(ink, width, List.of(), Marker.NONE);
    }

    /** A dashed line that steps back: a level to compare with. */
    public static Look level() {
        return new Look(Ink.GREY, 1.2, List.of(5.0, 4.0), Marker.NONE);
    }

    /** Line {@code number} of a chart with few points a line: a colour and a marker of its own. */
    public static Look marked(int number) {
        return new Look(ink(number), LINE, List.of(), MARKERS.get(number % MARKERS.size()));
    }

    /** Line {@code number} of a chart with many points a line: a colour and dashes of its own. */
    public static Look dashed(int number) {
        return new Look(ink(number), LINE, DASHES.get(number % DASHES.size()), Marker.NONE);
    }

    /** Seven colours with five markers or dashes: 35 lines before two look the same. */
    private static Ink ink(int number) {
        return Ink.LINES.get(number % Ink.LINES.size());
    }

    double[] dashes() {
        return dash.stream().mapToDouble(d -> d).toArray();
    }
}
