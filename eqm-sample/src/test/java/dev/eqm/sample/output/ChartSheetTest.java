package dev.eqm.sample.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.w3c.dom.Document;

class ChartSheetTest {
    @TempDir private Path folder;

    private static XYChart chart(Color paper) {
        XYChart chart = new XYChartBuilder().width(200).height(100).title("a < b & c").build();
        chart.addSeries("one", new double[] {0.5, 1.5}, new double[] {1, 2});
        chart.addSeries("quiet", new double[] {0.5, 1.5}, new double[] {2, 1})
                .setShowInLegend(false);
        ChartSheet.styled(chart).getStyler().setChartBackgroundColor(paper);
        return chart;
    }

    /** Two in the first row, one in the second, two pixels for one. */
    @Test
    void chartsStandInRows() {
        List<XYChart> charts = List.of(chart(Color.RED), chart(Color.GREEN), chart(Color.BLUE));
        Path file = folder.resolve("a.png");
        new ChartSheet(charts, 2, 2).writePng(file);
        Picture picture = Png.read(file);
        assertThat(List.of(picture.width(), picture.height())).containsExactly(800, 400);
        assertThat(rgb(picture, 4, 4)).isEqualTo(0xFF0000);
        assertThat(rgb(picture, 404, 4)).isEqualTo(0x00FF00);
        assertThat(rgb(picture, 4, 204)).isEqualTo(0x0000FF);
        assertThat(rgb(picture, 404, 204)).as("no chart").isEqualTo(0xFFFFFF);
        ChartSheet.of(chart(Color.RED)).writePng(file);
        assertThat(Png.read(file).width()).isEqualTo(200);
    }

    private static int rgb(Picture picture, int x, int y) {
        byte[] p = picture.pixels();
        int at = 3 * (y * picture.width() + x);
        return (p[at] & 0xFF) << 16 | (p[at + 1] & 0xFF) << 8 | (p[at + 2] & 0xFF);
    }

    @Test
    void svgIsWellFormedAndSaysItsWords() throws Exception {
        Path file = folder.resolve("a.svg");
        new ChartSheet(List.of(chart(Color.RED), chart(Color.GREEN)), 2, 1).writeSvg(file);
        Document svg =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        assertThat(svg.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 400 100");
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo("a < b & c; one; a < b & c; one");
        assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(10);
    }

    /** Whatever language the user's machine speaks. */
    @Test
    void numbersAreWrittenInOneWay() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(chart(Color.WHITE).getStyler().getLocale()).isEqualTo(Locale.ROOT);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whatCannotBeWrittenIsNamed() {
        Path file = folder.resolve("none/a.svg");
        assertThatExceptionOfType(OutputException.class)
                .isThrownBy(() -> ChartSheet.of(chart(Color.RED)).writeSvg(file))
                .withMessageContaining(file.toString());
        assertThatExceptionOfType(BrokenRuleException.class)
                .isThrownBy(() -> new ChartSheet(List.of(), 2, 1));
    }
}
