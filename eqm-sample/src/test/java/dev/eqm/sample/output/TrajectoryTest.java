package dev.eqm.sample.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.Gif;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.core.store.Json;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.SheetCells;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sheet.Enlargement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakCheck.class)
class TrajectoryTest {
    @TempDir private Path folder;

    private static void run(
            FieldModel model, int steps, GenerationListener listener, SampleSink... sinks) {
        new Generation(
                        new Sampler(new GradientDescent(0.05), new StopRule.MaxSteps(steps)),
                        Guidance.NONE,
                        new NumberedRequests(Labels.all(5), 5, 0, 2))
                .run(model, List.of(sinks), listener);
        Arrays.stream(sinks).forEach(SampleSink::close);
    }

    /** Cells of the strip are the pictures of runs of that length. */
    @Test
    void rowsAreSamplesAndColumnsAreSteps() throws IOException {
        try (SiT model = GoldenSet.pixel()) {
            Decoder decoder = Decoder.of(new PixelCodec(), model.sampleShape());
            run(
                    model,
                    4,
                    GenerationListener.NONE,
                    new Trajectory(
                            folder,
                            decoder,
                            FrameSteps.parse("1,4", 4),
                            new Trajectory.Shown(
                                    List.of("a", "b", "c"), Enlargement.NONE, Map.of("Seed", "0")),
                            new Gif(30, 90)));
            SheetCells strip = SheetCells.of(folder.resolve("trajectory.png"), 3, 2, 8, 1);
            assertThat(strip.left()).as("names").isPositive();
            assertThat(strip.top()).as("steps").isPositive();
            for (int column = 0; column < 2; column++) {
                List<Picture> pictures = new ArrayList<>();
                SampleSink sink = b -> pictures.addAll(decoder.pictures(b.states()));
                run(model, column == 0 ? 1 : 4, GenerationListener.NONE, sink);
                for (int row = 0; row < 3; row++) {
                    assertThat(strip.cell(row, column)).isEqualTo(pictures.get(row).pixels());
                }
            }
            assertThat(folder.resolve("trajectory.png.part")).doesNotExist();
            assertThat(ImageIO.read(folder.resolve("trajectory.gif").toFile()).getWidth())
                    .isEqualTo(2 * 8 + 3 * 4);
        }
    }

    @Test
    void normsAreThoseOfTheSteps() throws IOException {
        double[][] seen = new double[5][3];
        GenerationListener listener =
                new GenerationListener() {
                    @Override
                    public void stepped(int first, int number, Step step, double[] norms) {
                        for (int i = 0; i < norms.length; i++) {
                            seen[first + i][number - 1] = norms[i];
                        }
                    }
                };
        Path file = folder.resolve("norms.json");
        Path plot = folder.resolve("norms.png");
        try (SiT model = GoldenSet.pixel()) {
            run(
                    model,
                    3,
                    listener,
                    new SeriesFile(file, 5, Series.NORMS),
                    new SeriesPlot(file, Series.NORMS, plot));
        }
        Map<?, ?> content = (Map<?, ?>) Json.parse(Files.readString(file));
        List<?> rows = (List<?>) content.get("norms");
        assertThat(rows).hasSize(5);
        for (int i = 0; i < 5; i++) {
            double[] row =
                    ((List<?>) rows.get(i))
                            .stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
            assertThat(row).containsExactly(seen[i], org.assertj.core.data.Offset.offset(1e-5));
        }
        Picture drawn = Png.read(plot);
        assertThat(drawn.width()).isGreaterThan(1000);
        assertThat(Files.readString(folder.resolve("norms.svg")))
                .contains(">Gradient norms of 5 samples<", ">mean of 5<", ">step<");
        assertThat(colours(drawn)).as("lines, axes, text").isGreaterThan(50);
    }

    /** A fresh network answers 0, which has no logarithm. */
    @Test
    void aFieldThatVanishesIsDrawnToo() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("n.json"), "{\"norms\": [\n[0.0,0.0],\n[0.0,2.0]\n]}\n");
        Path plot = folder.resolve("n.png");
        new SeriesPlot(file, Series.NORMS, plot).finish();
        assertThat(colours(Png.read(plot))).isGreaterThan(50);
    }

    private static long colours(Picture picture) {
        byte[] p = picture.pixels();
        return java.util.stream.IntStream.range(0, p.length / 3)
                .map(i -> Arrays.hashCode(Arrays.copyOfRange(p, 3 * i, 3 * i + 3)))
                .distinct()
                .count();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2; 250; [0, 250]",
                "6; 250; [0, 50, 100, 150, 200, 250]",
                "12; 3; [0, 1, 2, 3]",
                "0,5,50; 50; [0, 5, 50]",
                "'7,'; 50; [7]",
                "' 1, 2'; 2; [1, 2]"
            })
    void choosesSteps(String text, int updates, String want) {
        assertThat(FrameSteps.parse(text, updates).steps()).hasToString(want);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1; a trajectory needs at least 2 frames",
                "0; at least 2 frames",
                "x; steps such as 0,5,50, got 'x'",
                "'1,,2'; steps such as",
                "-1; steps such as",
                "5,5; must be in ascending order, got [5, 5]",
                "5,1; must be in ascending order",
                "0,51; the run has 50 updates: no frame can be taken after step 51",
                "5000; 5000"
            })
    void refusesStepsWithTheRule(String text, String message) {
        assertThatThrownBy(() -> FrameSteps.parse(text, text.equals("5000") ? 9000 : 50))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
