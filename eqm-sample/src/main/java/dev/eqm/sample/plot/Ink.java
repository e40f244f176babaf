package dev.eqm.sample.plot;

import static dev.eqm.core.check.Check.require;

import java.util.List;

/**
 * A colour. Black, greys, blues of one scale, and the colours of Okabe and Ito (2008), which
 * colour-blind readers tell apart.
 *
 * @param rgb 0xRRGGBB
 * @param alpha 0 is nothing, 1 covers what is under it
 */
public record Ink(int rgb, double alpha) {
    /** Text and axes. */
    public static final Ink BLACK = new Ink(0x222222, 1);

    /** What should step back. */
    public static final Ink GREY = new Ink(0x8A8A8A, 1);

    /** Paper. */
    public static final Ink WHITE = new Ink(0xFFFFFF, 1);

    /** Okabe-Ito vermilion. */
    public static final Ink VERMILION = new Ink(0xD55E00, 1);

    /** Okabe-Ito blue. */
    public static final Ink BLUE = new Ink(0x0072B2, 1);

    /** Colours of lines in one chart, in the order in which they are taken. */
    static final List<Ink> LINES =
            List.of(
                    BLUE,
                    VERMILION,
                    new Ink(0x009E73, 1), // bluish green
                    new Ink(0xE69F00, 1), // orange
                    new Ink(0xCC79A7, 1), // reddish purple
                    new Ink(0x56B4E9, 1), // sky blue
                    BLACK);

    /** Blues from dark to light: the order is seen without colours too. */
    private static final List<Integer> SCALE =
            List.of(0x08306B, 0x08519C, 0x2171B5, 0x4292C6, 0x6BAED6, 0x9ECAE1);

    public Ink {
        require(rgb >= 0 && rgb <= 0xFFFFFF, "rgb must lie in [0, 0xFFFFFF], got %s", rgb);
        require(alpha >= 0 && alpha <= 1, "alpha must lie in [0, 1], got %s", alpha);
    }

    /** The same, more or less of it. */
    public Ink fainter(double newAlpha) {
        return new Ink(rgb, newAlpha);
    }

    /**
     * The same mixed with white, opaque.
     *
     * @param share of white, in [0, 1]
     */
    public Ink paler(double share) {
        return mixed(rgb, 0xFFFFFF, share);
    }

    /** A colour of a scale that gets lighter from 0 to 1. */
    public static Ink scale(double at) {
        double place = Math.max(0, Math.min(1, at)) * (SCALE.size() - 1);
        int left = (int) Math.min(SCALE.size() - 2, Math.floor(place));
        return mixed(SCALE.get(left), SCALE.get(left + 1), place - left);
    }

    /** One colour at 0, the other at 1, each channel by itself. */
    private static Ink mixed(int one, int other, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = one >> shift & 0xFF;
            int b = other >> shift & 0xFF;
            mixed |= (int) Math.round(a + share * (b - a)) << shift;
        }
        return new Ink(mixed, 1);
    }
}
