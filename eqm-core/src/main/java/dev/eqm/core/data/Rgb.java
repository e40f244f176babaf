package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

/** A colour of three levels in [0, 255]. */
public record Rgb(int red, int green, int blue) {
    private static final int SIXTEEN = 16;

    public Rgb {
        for (int level : new int[] {red, green, blue}) {
            require(level >= 0 && level <= 255, "a level must lie in [0, 255], got %s", level);
        }
    }

    /** {@code "#rrggbb"} in hexadecimal digits. */
    public static Rgb of(String text) {
        String rule = "a colour must be written \"#rrggbb\", such as \"#ffffff\" for white, got %s";
        require(isOne(text), rule, text);
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
