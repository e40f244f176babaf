package dev.eqm.run;

import java.util.Locale;

/** Times for people. */
public final class TimeText {
    private TimeText() {}

    /** {@code 1 h 05 min}, {@code 3 min 20 s}, {@code 12 s}. */
    public static String of(double seconds) {
        long s = Math.round(seconds);
        if (s >= 3600) {
            return String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60);
        }
        return s >= 60 ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60) : s + " s";
    }
}
