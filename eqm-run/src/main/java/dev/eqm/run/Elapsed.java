package dev.eqm.run;

import java.util.Locale;

/** Time that has passed since this was made, for people. */
public final class Elapsed {
    private final long begin = System.nanoTime();

    /** Since the beginning; never 0. */
    public double seconds() {
        return Math.max(1e-9, (System.nanoTime() - begin) * 1e-9);
    }

    /** {@link #text(double)} of {@link #seconds()}. */
    @Override
    public String toString() {
        return text(seconds());
    }

    /** {@code 1 h 05 min}, {@code 3 min 20 s}, {@code 12 s}. */
    public static String text(double seconds) {
        long s = Math.round(seconds);
        if (s >= 3600) {
            return String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60);
        }
        return s >= 60 ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60) : s + " s";
    }
}
