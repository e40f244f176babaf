package dev.eqm.sample.plot;

import static dev.eqm.core.check.Check.require;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * An axis of a chart.
 *
 * @param title what it shows, with its unit
 * @param from its lower end
 * @param to its upper end, greater than {@code from}
 * @param logarithmic both ends are then positive
 * @param ticks that are named
 */
public record Axis(String title, double from, double to, boolean logarithmic, List<Tick> ticks) {
    /** A named place. */
    public record Tick(double at, String text) {}

    private static final String POSITIVE = "a logarithmic axis must be positive, got %s";
    private static final double WIDE = 4; // from this factor on, a range is drawn logarithmically
    private static final double ROOM = 0.05; // beside the outermost values
    private static final double APART = 0.07; // of ticks, as a part of the axis

    public Axis {
        require(from < to, "an axis must go upwards, got %s to %s", from, to);
        require(!logarithmic || from > 0, POSITIVE, from);
        ticks = List.copyOf(ticks);
    }

    /** From one end to the other. */
    public static Axis linear(String title, double from, double to) {
        return new Axis(title, from, to, false, Ticks.linear(from, to));
    }

    /** The same for whole numbers, which alone are named. */
    public static Axis whole(String title, double from, double to) {
        return new Axis(title, from, to, false, Ticks.whole(from, to));
    }

    /** From one end to the other, logarithmic: for positive numbers. */
    public static Axis logarithmic(String title, double from, double to) {
        require(from > 0, POSITIVE, from); // before ticks are looked for
        return new Axis(title, from, to, true, Ticks.logarithmic(from, to));
    }

    /** Around all of some values; logarithmic if they are positive and far apart. */
    public static Axis around(String title, double... values) {
        return around(title, isWide(values), values);
    }

    /** Around all of some values. */
    public static Axis around(String title, boolean logarithmic, double... values) {
        double low = DoubleStream.of(values).min().orElse(0);
        double high = DoubleStream.of(values).max().orElse(1);
        if (logarithmic) {
            double factor = high > low ? Math.pow(high / low, ROOM) : 2;
            return logarithmic(title, low / factor, high * factor);
        }
        double room = high > low ? ROOM * (high - low) : Math.max(1, Math.abs(low)) / 2;
        return linear(title, low - room, high + room);
    }

    /** Named places 0, 1, 2, ... */
    public static Axis named(String title, List<String> names) {
        List<Tick> ticks =
                IntStream.range(0, names.size()).mapToObj(i -> new Tick(i, names.get(i))).toList();
        return new Axis(title, -0.5, names.size() - 0.5, false, ticks);
    }

    /** Whether ticks at some places, ascending, are far enough apart to be named. */
    public boolean hasRoomFor(double... places) {
        for (int i = 1; i < places.length; i++) {
            if (place(places[i]) - place(places[i - 1]) < APART) {
                return false;
            }
        }
        return places.length > 0;
    }

    /** The same axis with ticks at some places. */
    public Axis withTicksAt(double... places) {
        List<Tick> chosen = new ArrayList<>();
        for (double at : places) {
            chosen.add(new Tick(at, Ticks.text(at)));
        }
        return new Axis(title, from, to, logarithmic, chosen);
    }

    /** Whether values ask for a logarithmic axis: all positive, over a wide range. */
    static boolean isWide(double... values) {
        double low = DoubleStream.of(values).min().orElse(0);
        return low > 0 && DoubleStream.of(values).max().orElse(0) > WIDE * low;
    }

    /** Where a value lies: 0 at the lower end, 1 at the upper one. */
    double place(double value) {
        return logarithmic
                ? Math.log(value / from) / Math.log(to / from)
                : (value - from) / (to - from);
    }
}
