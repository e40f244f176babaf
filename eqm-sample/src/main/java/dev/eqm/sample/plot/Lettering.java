package dev.eqm.sample.plot;

import java.awt.Shape;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.text.Normalizer;
import java.util.Optional;

/**
 * Texts of one line as outlines, and how wide they are. They look the same on every machine, with
 * fonts or without, as long as they are Latin, Greek, Cyrillic or Hebrew; for other scripts a font
 * of the machine is taken, if it has one.
 *
 * <p>Sizes and widths are in pixels; outlines begin at (0, 0) on the baseline, y downwards.
 */
public final class Lettering {
    /** What stands for letters that were left out. */
    private static final String ELLIPSIS = "\u2026";

    private static final Typeface FACE = Typeface.read();

    private Lettering() {}

    /** Whether a text has letters, and all of them can be drawn here. */
    public static boolean knows(String text) {
        String clean = clean(text);
        return !clean.isBlank() && (isOurs(clean) || MachineFont.layout(clean, 1).isPresent());
    }

    /** How wide a text is. */
    public static double width(String text, double size) {
        String clean = clean(text);
        Optional<GlyphVector> foreign = foreign(clean, size);
        return foreign.isPresent()
                ? foreign.get().getLogicalBounds().getWidth()
                : size * clean.codePoints().mapToDouble(FACE::advance).sum();
    }

    /** A text to be filled; letters that cannot be drawn are boxes. */
    public static Shape outline(String text, double size) {
        String clean = clean(text);
        Optional<GlyphVector> foreign = foreign(clean, size);
        if (foreign.isPresent()) {
            return foreign.get().getOutline();
        }
        Path2D all = new Path2D.Double();
        double at = 0;
        for (int letter : clean.codePoints().toArray()) {
            AffineTransform place = AffineTransform.getTranslateInstance(at, 0);
            place.scale(size, size);
            all.append(FACE.outline(letter).getPathIterator(place), false);
            at += size * FACE.advance(letter);
        }
        return all;
    }

    /** A text that fits into a width: its beginning, with an ellipsis if letters were left out. */
    public static String shortened(String text, double size, double room) {
        int[] letters = clean(text).codePoints().toArray();
        for (int kept = letters.length; kept > 0; kept--) {
            String shown = new String(letters, 0, kept).stripTrailing();
            shown = kept == letters.length ? shown : shown + ELLIPSIS;
            if (width(shown, size) <= room) {
                return shown;
            }
        }
        return "";
    }

    /** The same for names that differ at their ends: letters in the middle are left out. */
    public static String shortenedInside(String text, double size, double room) {
        String clean = clean(text);
        if (width(clean, size) <= room) {
            return clean;
        }
        int[] letters = clean.codePoints().toArray();
        for (int kept = letters.length - 1; kept > 1; kept--) {
            int tail = kept / 2;
            String begin = new String(letters, 0, kept - tail).stripTrailing();
            String end = new String(letters, letters.length - tail, tail).stripLeading();
            if (width(begin + ELLIPSIS + end, size) <= room) {
                return begin + ELLIPSIS + end;
            }
        }
        return "";
    }

    /** A layout by the machine's font of what the font that eqm brings along lacks. */
    private static Optional<GlyphVector> foreign(String clean, double size) {
        return isOurs(clean) ? Optional.empty() : MachineFont.layout(clean, size);
    }

    private static boolean isOurs(String clean) {
        return clean.codePoints().allMatch(FACE::knows);
    }

    /** Letters with their accents as one, no line breaks and other controls. */
    static String clean(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        return composed.replaceAll("\\p{Cntrl}+", " ");
    }
}
