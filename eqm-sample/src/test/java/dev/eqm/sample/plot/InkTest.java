package dev.eqm.sample.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InkTest {
    /**
     * Linear RGB as it is seen with a kind of colour blindness (Machado et al. 2009, severity 1).
     */
    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private enum Sight {
        NORMAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
        PROTANOPIA(
                0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
                1.051998),
        DEUTERANOPIA(
                0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940,
                0.968881);

        private final List<Double> matrix;

        Sight(double... matrix) {
            this.matrix = DoubleStream.of(matrix).boxed().toList();
        }

        /** CIELAB, D65. */
        double[] lab(Ink ink) {
            double[] rgb = new double[3];
            for (int k = 0; k < 3; k++) {
                double level = (ink.rgb() >> (16 - 8 * k) & 0xFF) / 255.0;
                rgb[k] = level <= 0.04045 ? level / 12.92 : Math.pow((level + 0.055) / 1.055, 2.4);
            }
            double[] seen = new double[3];
            for (int k = 0; k < 3; k++) {
                for (int j = 0; j < 3; j++) {
                    seen[k] += matrix.get(3 * k + j) * rgb[j];
                }
                seen[k] = Math.min(1, Math.max(0, seen[k]));
            }
            double x = (0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505;
            double y = 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2];
            double z = (0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089;
            return new double[] {
                116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z)),
            };
        }

        private static double f(double t) {
            return t > 216 / 24389.0 ? Math.cbrt(t) : (24389 / 27.0 * t + 16) / 116;
        }

        /** ΔE of 1976: about 2 is just noticed. */
        double distance(Ink one, Ink other) {
            double[] a = lab(one);
            double[] b = lab(other);
            return Math.sqrt(
                    IntStream.range(0, 3).mapToDouble(k -> Math.pow(a[k] - b[k], 2)).sum());
        }
    }

    /** Any two lines of a chart, and each against paper; blue and grey against each other, too. */
    @ParameterizedTest
    @EnumSource(Sight.class)
    void linesAreToldApart(Sight sight) {
        List<Ink> inks = Ink.LINES;
        for (int i = 0; i < inks.size(); i++) {
            assertThat(sight.distance(inks.get(i), Ink.WHITE))
                    .as("%s on paper", i)
                    .isGreaterThan(25);
            for (int j = 0; j < i; j++) {
                assertThat(sight.distance(inks.get(i), inks.get(j)))
                        .as("%s and %s by %s", inks.get(i), inks.get(j), sight)
                        .isGreaterThan(15);
            }
        }
        // what the bound would not let pass
        Ink red = new Ink(0xC04000, 1);
        Ink green = new Ink(0x5A7000, 1);
        assertThat(Sight.DEUTERANOPIA.distance(red, green)).isLessThan(15);
        assertThat(Sight.NORMAL.distance(red, green)).isGreaterThan(50);
    }

    @Test
    void noTwoOf35LinesLookTheSame() {
        Set<Look> marked = new HashSet<>();
        Set<Look> dashed = new HashSet<>();
        IntStream.range(0, 35).forEach(i -> marked.add(Look.marked(i)));
        IntStream.range(0, 35).forEach(i -> dashed.add(Look.dashed(i)));
        assertThat(marked).hasSize(35);
        assertThat(dashed).hasSize(35);
    }

    @Test
    void theScaleGetsLighter() {
        int last = -1;
        for (double at = 0; at <= 1; at += 0.1) {
            int rgb = Ink.scale(at).rgb();
            int sum = (rgb >> 16) + ((rgb >> 8) & 0xFF) + (rgb & 0xFF);
            assertThat(sum).isGreaterThan(last);
            last = sum;
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ink(0, 1.5))
                .withMessageContaining("alpha");
    }
}
