package dev.eqm.sample.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetteringTest {
    /** As Arial has them: 667, 278 and 556 thousandths. */
    @Test
    void lettersAreAsWideAsArials() {
        assertThat(Lettering.width("A", 1000)).isCloseTo(667, within(1.0));
        assertThat(Lettering.width(" ", 1000)).isCloseTo(278, within(1.0));
        assertThat(Lettering.width("A\u2026a", 1000)).isCloseTo(667 + 1000 + 556, within(2.0));
        assertThat(Lettering.width("", 12)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "T-shirt/top",
                "\u2016\u2207E\u2016",
                "\u03b3 = 0.2 \u2212 0.5 \u03b7",
                "\u0421\u0430\u043f\u043e\u0433",
                "Stra\u00dfe, \u00e9t\u00e9, e\u0301te\u0301",
                "\u05d0\u05d1"
            })
    void itsOwnLettersAreKnownAndDrawn(String text) {
        assertThat(Lettering.knows(text)).isTrue();
        Rectangle2D box = Lettering.outline(text, 20).getBounds2D();
        assertThat(box.getWidth())
                .isBetween(0.8 * Lettering.width(text, 20), Lettering.width(text, 20) + 1);
        assertThat(box.getMinY()).isBetween(-21.0, -8.0);
    }

    /** The font lacks it; upside down it points downwards. */
    @Test
    void nablaIsADeltaUpsideDown() {
        Rectangle2D nabla = Lettering.outline("\u2207", 100).getBounds2D();
        Rectangle2D delta = Lettering.outline("\u0394", 100).getBounds2D();
        assertThat(nabla.getHeight()).isCloseTo(delta.getHeight(), within(1e-4));
        assertThat(nabla.getMinY()).isCloseTo(delta.getMinY(), within(1.0));
        assertThat(
                        Lettering.outline("\u2207", 100)
                                .contains(nabla.getMinX(), nabla.getMaxY() - 1, 5, 1))
                .isFalse();
        double top = Lettering.outline("\u2207", 100).getBounds2D().getMinY() + 2;
        assertThat(Lettering.outline("\u2207", 100).contains(nabla.getCenterX(), top)).isTrue();
    }

    @Test
    void whatHasNoRoomIsShortened() {
        String name = "golden retriever of the north";
        String shown = Lettering.shortened(name, 12, 80);
        assertThat(shown).startsWith("golden re").endsWith("\u2026");
        assertThat(Lettering.width(shown, 12)).isBetween(65.0, 80.0);
        assertThat(Lettering.shortened("golden", 12, 80)).isEqualTo("golden");
        assertThat(Lettering.shortened("golden", 12, 3)).isEmpty();
        String inside = Lettering.shortenedInside("class_number_0017", 12, 80);
        assertThat(inside).startsWith("class").contains("\u2026").endsWith("0017");
        assertThat(Lettering.width(inside, 12)).isLessThanOrEqualTo(80);
    }

    /** A name of two halves of one letter is one letter: never half of it. */
    @Test
    void lettersAreNotCutInHalves() {
        String smiles = "\uD83D\uDE42".repeat(9);
        String shown = Lettering.shortened(smiles, 12, 40);
        assertThat(shown.codePoints()).allMatch(c -> c == 0x1F642 || c == 0x2026);
        assertThat(Lettering.clean("two\nlines\tand\u0000more")).isEqualTo("two lines and more");
    }
}
