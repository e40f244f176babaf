package dev.eqm.sample.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.ImageShape;
import dev.eqm.sample.sheet.PictureSheet;
import dev.eqm.sample.sheet.SheetLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A JVM whose system knows no font draws the same pictures. */
class NoFontsTest {
    @TempDir private Path folder;

    /** Runs in the other JVM; tells of a name that no font has, then writes a sheet and a plot. */
    static final class Draw {
        private Draw() {}

        public static void main(String[] to) throws IOException {
            System.out.println(
                    "knows "
                            + Lettering.knows("\u978b")
                            + ", draws "
                            + Lettering.width("\u978b", 10));
            Files.write(Path.of(to[0]), sheet());
            Files.write(Path.of(to[1]), plot());
        }
    }

    private static byte[] sheet() {
        SheetLabels labels = SheetLabels.of(List.of("Bag", "Stra\u00dfe"), List.of("\u03b3 = 1"));
        PictureSheet sheet = new PictureSheet(new ImageShape(1, 2, 2), 2, 30, labels);
        return PngBytes.of(sheet.draw(new byte[8], 2), Map.of());
    }

    private static byte[] plot() {
        double[] x = {1, 2};
        Chart chart =
                Chart.of(
                        "norms",
                        "",
                        Axis.around("x", x),
                        Axis.around("\u2016\u2207E\u2016", x),
                        List.of(Curve.of("a", x, x, Look.marked(0))));
        return Plot.of(chart).png();
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere Java does not ask fontconfig
    void aMachineWithoutFontsDrawsTheSame() throws IOException, InterruptedException {
        Path none = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig></fontconfig>");
        Path sheet = folder.resolve("sheet.png");
        Path plot = folder.resolve("plot.png");
        Path told = folder.resolve("told");
        ProcessBuilder java =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Draw.class.getName(),
                        sheet.toString(),
                        plot.toString());
        java.environment().put("FONTCONFIG_FILE", none.toString());
        java.environment().keySet().removeAll(Set.of("DISPLAY", "JAVA_TOOL_OPTIONS"));
        java.redirectErrorStream(true).redirectOutput(told.toFile());
        Process process = java.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(told)).isZero();
        assertThat(Files.readString(told)).as("it has no font").contains("knows false");
        assertThat(Files.readAllBytes(sheet)).isEqualTo(sheet());
        assertThat(Files.readAllBytes(plot)).isEqualTo(plot());
    }
}
