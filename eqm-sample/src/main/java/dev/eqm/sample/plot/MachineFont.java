package dev.eqm.sample.plot;

import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.util.Optional;

/**
 * The sans serif of this machine, for scripts that {@link Typeface} lacks, such as Chinese. There
 * may be none, and none that knows a text.
 */
final class MachineFont {
    private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

    private MachineFont() {}

    /** A text laid out at a size; nothing if this machine cannot draw all of it. */
    static Optional<GlyphVector> layout(String text, double size) {
        try {
            Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size);
            if (font.canDisplayUpTo(text) >= 0) {
                return Optional.empty();
            }
            char[] all = text.toCharArray();
            GlyphVector glyphs =
                    font.layoutGlyphVector(EXACT, all, 0, all.length, Font.LAYOUT_LEFT_TO_RIGHT);
            Shape outline = glyphs.getOutline();
            // fonts of coloured bitmaps know letters, but have no outlines
            return outline.getBounds2D().isEmpty() ? Optional.empty() : Optional.of(glyphs);
        } catch (InternalError | LinkageError | RuntimeException e) {
            return Optional.empty(); // Java's ways to say that there is no font
        }
    }
}
