package dev.eqm.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.Png;
import dev.eqm.core.testing.PngTexts;
import dev.eqm.sample.output.OutputFiles;
import dev.eqm.sample.plot.Ink;
import dev.eqm.sample.plot.Legend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureTest {
    @TempDir private Path folder;

    @Test
    void figuresCombinePanelsAndLegend() throws IOException {
        Figure figure =
                new Figure(
                        "two panels",
                        List.of(
                                panel -> panel.title("first", "under"),
                                panel -> panel.dot(0, 0, 2, Ink.BLACK)),
                        2,
                        List.of(Legend.Entry.of("dots", (c, x, y) -> c.disc(x, y, 2, Ink.GREY))),
                        List.of(0.25, 2.0, -0.5),
                        "levels:");
        OutputFiles.draw(folder.resolve("new/f.png"), figure);
        assertThat(Files.readString(folder.resolve("new/f.svg")))
                .contains(">first<", ">under<", ">dots<", ">levels:<", ">0.25<", ">2<", ">\u22122<")
                .contains(">\u22120.5<");
        assertThat(Png.read(folder.resolve("new/f.png")).width()).isGreaterThan(1200);
        assertThat(PngTexts.of(folder.resolve("new/f.png"))).containsEntry("Title", "two panels");
    }
}
