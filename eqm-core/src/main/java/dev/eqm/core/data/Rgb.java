package dev.eqm.core.data;

import dev.eqm.core.check.BrokenRuleException;

/** A colour of three levels in [0, 255]. */
public record Rgb(int red, int green, int blue) {
    private static final int SIXTEEN = 16;

    public Rgb {
        for (int level : new int[] {red, green, blue}) {
            if (level < 0 || level > 255) {
                throw new BrokenRuleException("a level must lie in [0, 255], got " + level);
            }
        }
    }

    /** {@code "#rrggbb"} in hexadecimal digits. */
    public static Rgb of(String text) {
        if (!isOne(text)) {
            throw new BrokenRuleException(
                    "a colour is written \"#rrggbb\", \"#ffffff\" for white, got " + text);
        }
        int all = Integer.parseInt(text.substring(1), SIXTEEN);
        return new Rgb(all >> 16 & 0xFF, all >> 8 & 0xFF, all & 0xFF);
    }

    /** Whether a text is a colour as {@link #of} reads it. */
    public static boolean isOne(String text) {
        return text.matches("#[0-9a-fA-F]{6}");
    }

    /** {@code #rrggbb}. */
    @Override
    public String toString() {
        return String.format("#%02x%02x%02x", red, green, blue);
    }
}
