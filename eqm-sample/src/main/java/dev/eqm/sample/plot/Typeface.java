package dev.eqm.sample.plot;

import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Liberation Sans, whose letters are as wide as Arial's: Latin, Greek, Cyrillic and Hebrew. It lies
 * in a jar on the class path (SIL Open Font License), and its outlines are read without Java's font
 * system, which fails in several ways on machines without fonts.
 *
 * <p>Lengths are in em, the size of the letters; y grows downwards from the baseline.
 */
final class Typeface {
    private static final String FILE =
            "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final int NABLA = '\u2207'; // the font lacks it: a Delta upside down
    private static final int DELTA = '\u0394';
    private static final double CAPITALS = 0.688; // their height

    private final TrueTypeFont font;
    private final CmapLookup letters;
    private final double em;

    private Typeface(TrueTypeFont font) throws IOException {
        this.font = font;
        this.letters = font.getUnicodeCmapLookup();
        this.em = font.getUnitsPerEm();
    }

    /** Reads it, a few milliseconds. */
    static Typeface read() {
        try (InputStream in = Typeface.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException("the class path lacks it");
            }
            return new Typeface(new TTFParser().parse(new RandomAccessReadBuffer(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the font for images, " + FILE + ": " + e.getMessage(), e);
        }
    }

    /** Whether the font has a letter. */
    boolean knows(int letter) {
        return letter == NABLA || letters.getGlyphId(letter) != 0;
    }

    /** How far the next letter stands from this one. */
    double advance(int letter) {
        try {
            return font.getAdvanceWidth(letters.getGlyphId(drawn(letter))) / em;
        } catch (IOException e) {
            throw new UncheckedIOException("the font for images is damaged", e);
        }
    }

    /** The letter at the origin; a box if the font has none. */
    GeneralPath outline(int letter) {
        try {
            int glyph = letters.getGlyphId(drawn(letter));
            var data = font.getGlyph().getGlyph(glyph);
            GeneralPath path =
                    data == null ? new GeneralPath() : (GeneralPath) data.getPath().clone();
            path.transform(AffineTransform.getScaleInstance(1 / em, -1 / em));
            if (letter == NABLA) {
                AffineTransform turned = AffineTransform.getTranslateInstance(0, -CAPITALS);
                turned.scale(1, -1);
                path.transform(turned);
            }
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException("the font for images is damaged", e);
        }
    }

    private static int drawn(int letter) {
        return letter == NABLA ? DELTA : letter;
    }
}
