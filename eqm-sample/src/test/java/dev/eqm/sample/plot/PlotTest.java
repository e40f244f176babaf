package dev.eqm.sample.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class PlotTest {
    /** Keeps where texts and marks are; marks inside a clip as the clip cuts them. */
    private static final class Boxes implements Canvas {
        private final List<Box> texts = new ArrayList<>();
        private final List<Box> marks = new ArrayList<>();
        private Box clip;

        private void mark(double left, double top, double right, double bottom) {
            Box box = new Box(left, top, right - left, bottom - top);
            if (clip != null) { // data
                double l = Math.max(left, clip.left());
                double t = Math.max(top, clip.top());
                double r = Math.min(right, clip.right());
                double b = Math.min(bottom, clip.bottom());
                marks.add(new Box(l, t, r - l, b - t));
            } else {
                marks.add(box);
            }
        }

        private static double min(double[] values) {
            return java.util.Arrays.stream(values).min().orElseThrow();
        }

        private static double max(double[] values) {
            return java.util.Arrays.stream(values).max().orElseThrow();
        }

        @Override
        public void line(double[] x, double[] y, Ink ink, double width, double... dash) {
            mark(min(x), min(y), max(x), max(y));
        }

        @Override
        public void area(double[] x, double[] y, Ink ink) {
            mark(min(x), min(y), max(x), max(y));
        }

        @Override
        public void disc(double x, double y, double radius, Ink ink) {
            mark(x - radius, y - radius, x + radius, y + radius);
        }

        @Override
        public void circle(double x, double y, double radius, Ink ink, double width) {
            disc(x, y, radius, ink);
        }

        @Override
        public void text(
                double x, double y, String text, double size, Anchor anchor, boolean b, Ink ink) {
            double wide = Lettering.width(text, size);
            if (wide > 0) {
                double left = x - List.of(Anchor.values()).indexOf(anchor) * wide / 2;
                texts.add(new Box(left, y - 0.75 * size, wide, size));
            }
        }

        @Override
        public void upwards(double x, double y, String text, double size, Ink ink) {
            double wide = Lettering.width(text, size);
            texts.add(new Box(x - 0.75 * size, y - wide / 2, size, wide));
        }

        @Override
        public void clipped(double x, double y, double width, double height, Runnable drawn) {
            clip = new Box(x, y, width, height);
            drawn.run();
            clip = null;
        }
    }

    private static Chart chart(int lines, String name) {
        List<Curve> curves = new ArrayList<>();
        double[] x = {1, 10, 100};
        for (int i = 0; i < lines; i++) {
            double[] y = {i + 1, 0.5 * i + 1, 40};
            curves.add(Curve.of(name + " " + i, x, y, Look.marked(i)));
        }
        return Chart.of(
                "a <title> & more",
                "under it",
                Axis.around("steps", x),
                Axis.around("E", 1, 40),
                curves);
    }

    /** However many lines there are and however long their names. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9, 23})
    void theLegendCoversNothing(int lines) {
        String name = lines == 4 ? "a name that is longer than the chart is wide ".repeat(4) : "n";
        Plot plot =
                new Plot(List.of(chart(lines, name), chart(2, "k"), chart(1, "m")), 2, 300, 200);
        for (int i = 0; i < 3; i++) {
            List<Box> legend = plot.legend(i);
            assertThat(legend).hasSize(i == 0 ? lines : 3 - i);
            for (Box entry : legend) {
                assertThat(entry.right()).isLessThanOrEqualTo(plot.frame(i).right() + 1e-9);
                assertThat(entry.bottom()).isLessThanOrEqualTo(plot.height());
                for (int k = 0; k < 3; k++) {
                    assertThat(entry.overlaps(plot.frame(k))).isFalse();
                }
            }
        }
        Boxes drawn = new Boxes();
        plot.draw(drawn);
        Box paper = new Box(0, 0, plot.width(), plot.height());
        assertThat(drawn.texts).hasSizeGreaterThan(20).allMatch(paper::contains);
        for (int a = 0; a < drawn.texts.size(); a++) {
            for (int b = 0; b < a; b++) {
                assertThat(drawn.texts.get(a).overlaps(drawn.texts.get(b)))
                        .as("%s and %s", drawn.texts.get(a), drawn.texts.get(b))
                        .isFalse();
            }
            for (int k = 0; k < 3; k++) {
                assertThat(drawn.texts.get(a).overlaps(plot.frame(k))).isFalse();
            }
        }
        assertThat(drawn.marks).allMatch(paper::contains);
    }

    @Test
    void textsInAnSvgAreTexts() {
        Document svg = Svg.parse(Plot.of(chart(3, "line")).svg());
        assertThat(Svg.texts(svg))
                .contains("a <title> & more", "under it", "steps", "E", "line 0", "line 2", "10");
        assertThat(svg.getElementsByTagName("image").getLength()).isZero();
        assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(10);
        assertThat(svg.getDocumentElement().getAttribute("viewBox"))
                .isEqualTo(
                        "0 0 %d %d"
                                .formatted(
                                        Plot.of(chart(3, "line")).width(),
                                        Plot.of(chart(3, "line")).height()));
    }

    @Test
    void barsStandOnZeroAndPointsHaveIntervals() {
        List<Chart.Bar> bars =
                IntStream.range(0, 4).mapToObj(i -> new Chart.Bar(i, i + 1, i)).toList();
        Curve one = new Curve("one", List.of(new Curve.Point(2, 2, 1, 3)), Look.level());
        Chart chart =
                new Chart(
                        "t",
                        "",
                        Axis.linear("x", 0, 4),
                        Axis.linear("y", 0, 4),
                        List.of(one),
                        bars);
        Plot plot = new Plot(List.of(chart), 1, 400, 400);
        Boxes drawn = new Boxes();
        plot.draw(drawn);
        Box frame = plot.frame(0);
        assertThat(drawn.marks)
                .anyMatch(b -> near(b, frame.left() + 300.5, frame.top() + 100, 99, 300))
                .as("the interval")
                .anyMatch(b -> near(b, frame.left() + 200, frame.top() + 100, 0, 200))
                .as("a point without a line gets a marker")
                .anyMatch(b -> near(b, frame.left() + 196.4, frame.top() + 196.4, 7.2, 7.2));
    }

    private static boolean near(Box b, double left, double top, double width, double height) {
        return Math.abs(b.left() - left) < 0.1
                && Math.abs(b.top() - top) < 0.1
                && Math.abs(b.width() - width) < 0.1
                && Math.abs(b.height() - height) < 0.1;
    }

    @Test
    void refusesNothingToDraw() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Plot(List.of(), 1, 10, 10));
    }
}
