package dev.eqm.sample.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.Gif;
import dev.eqm.core.store.Sha256;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.output.Decoded;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.output.MadeWith;
import dev.eqm.sample.output.NpzPictures;
import dev.eqm.sample.output.NpzStates;
import dev.eqm.sample.output.OutputException;
import dev.eqm.sample.output.PngFolder;
import dev.eqm.sample.output.PngGrid;
import dev.eqm.sample.output.SampleBatch;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.output.SamplingFile;
import dev.eqm.sample.output.Series;
import dev.eqm.sample.output.SeriesFile;
import dev.eqm.sample.output.SeriesPlot;
import dev.eqm.sample.output.Trajectory;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sheet.Enlargement;
import dev.eqm.sample.sheet.PictureSheet;
import dev.eqm.sample.sheet.SheetLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run that is cut off anywhere ends with the bytes of an uninterrupted one, in every file. */
@ExtendWith(LeakCheck.class)
class ResumedGenerationTest {
    private static final int COUNT = 11;
    private static final MadeWith SETTINGS = madeWith(3);
    private static final NumberedRequests PLAN = new NumberedRequests(Labels.all(5), COUNT, 3, 2);

    @TempDir private Path folder;

    private static MadeWith madeWith(long seed) {
        return MadeWith.NOTHING.and("seed", seed).and("rule", "nag");
    }

    /** Stops the process at a moment: sinks behind it see no more of the run. */
    private static final class Power implements SampleSink {
        private final int dies;
        private int moment;

        Power(int dies) {
            this.dies = dies;
        }

        private void tick() {
            if (++moment == dies) {
                throw new IllegalStateException("power off");
            }
        }

        @Override
        public void accept(SampleBatch batch) {
            tick();
        }

        @Override
        public void sync() {
            tick();
        }

        @Override
        public void finish() {
            tick();
        }
    }

    private static List<SampleSink> sinks(FieldModel model, Path out, int dies) {
        Decoder decoder = Decoder.of(new PixelCodec(), model.sampleShape());
        Path norms = out.resolve("norms.json");
        Power power = new Power(dies);
        List<SampleSink> all = new ArrayList<>();
        all.add(new SeriesFile(norms, COUNT, Series.NORMS));
        all.add(power);
        all.add(new SeriesPlot(norms, Series.NORMS, out.resolve("norms.png")));
        all.add(new NpzStates(out.resolve("latents.npz"), model.sampleShape(), PLAN.allLabels()));
        all.add(power);
        all.add(
                new Decoded(
                        new PixelCodec(),
                        model.sampleShape(),
                        List.of(
                                new PngFolder(out, COUNT),
                                new PngGrid(
                                        out.resolve("grid.png"),
                                        new PictureSheet(
                                                decoder.shape(),
                                                3,
                                                2,
                                                SheetLabels.of(List.of("a", "b", "c"), List.of())),
                                        COUNT,
                                        Map.of("Seed", "0")),
                                new NpzPictures(
                                        out.resolve("samples.npz"),
                                        decoder.shape(),
                                        PLAN.allLabels()))));
        all.add(power);
        all.add(
                new Trajectory(
                        out,
                        decoder,
                        FrameSteps.parse("0,1,3", 3),
                        new Trajectory.Shown(
                                List.of("a", "b", "c"), Enlargement.AUTOMATIC, Map.of()),
                        new Gif(50, 50)));
        all.add(power);
        return all;
    }

    /** One process: goes on, and dies at a moment or ends. */
    private static boolean process(FieldModel model, Path out, int dies) {
        Generation generation =
                new Generation(
                        new Sampler(new Nesterov(0.05, 0.5), new StopRule.MaxSteps(3)),
                        new Guidance(2, 0),
                        PLAN);
        try (SamplingFile progress = SamplingFile.open(out, SETTINGS, false)) {
            List<SampleSink> sinks = sinks(model, out, dies);
            try {
                generation.run(model, sinks, GenerationListener.NONE, progress);
                progress.saveComplete(COUNT);
                return true;
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("power off");
                return false;
            } finally {
                sinks.forEach(SampleSink::close);
            }
        }
    }

    private static Map<String, String> bytes(Path out) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.toList()) {
                found.put(file.getFileName().toString(), Sha256.of(file));
            }
        }
        return found;
    }

    @Test
    void cutOffAtEveryMoment() throws IOException {
        try (SiT model = GoldenSet.pixel()) {
            assertThat(process(model, folder.resolve("whole"), 0)).isTrue();
            Map<String, String> whole = bytes(folder.resolve("whole"));
            assertThat(whole)
                    .containsKeys(
                            "000010.png",
                            "grid.png",
                            "latents.npz",
                            "norms.json",
                            "norms.png",
                            "norms.svg")
                    .containsKeys(
                            "samples.npz", "sampling.json", "trajectory.gif", "trajectory.png")
                    .hasSize(COUNT + 9);
            int moments = 6 * 8 + 4; // batches times accept and sync of four, then finish
            for (int dies = 1; dies <= moments; dies += 5) {
                Path out = folder.resolve("cut" + dies);
                assertThat(process(model, out, dies)).isFalse();
                scribble(out);
                assertThat(process(model, out, 9)).isEqualTo(dies > 48); // and once more on the way
                scribble(out);
                if (dies <= 48) {
                    assertThat(process(model, out, 0)).isTrue();
                }
                assertThat(bytes(out)).as("cut off at moment %d", dies).isEqualTo(whole);
            }
        }
    }

    /** A part that a crash cut in the middle of a write has more behind what was synced. */
    private static void scribble(Path out) throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            for (Path part : files.filter(f -> f.toString().endsWith(".npz.part")).toList()) {
                Files.write(part, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
            }
        }
    }

    @Test
    void otherSettingsAreRefusedByName() {
        Path out = folder.resolve("taken");
        SamplingFile.open(out, madeWith(9), false).close(); // made nothing
        try (SamplingFile begun = SamplingFile.open(out, SETTINGS, false)) {
            begun.save(2);
        }
        assertThatThrownBy(() -> SamplingFile.open(out, madeWith(4), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "taken/sampling.json: the samples here were made with another seed");
        try (SamplingFile first = SamplingFile.open(out, SETTINGS, true)) {
            assertThat(first.done()).isZero();
            assertThatThrownBy(() -> SamplingFile.open(out, SETTINGS, false))
                    .hasMessageContaining("another process is sampling here");
        }
        SamplingFile.open(out, SETTINGS, false).close();
    }

    @Test
    void aDamagedOrForeignFileIsNotTakenForProgress() throws IOException {
        Path file = folder.resolve(SamplingFile.NAME);
        for (String text : List.of("", "{\"done\": 3}", "[1]")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> SamplingFile.open(folder, SETTINGS, false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sampling.json");
        }
    }

    @Test
    void aPartThatIsGoneIsTold() throws IOException {
        try (SiT model = GoldenSet.pixel()) {
            assertThat(process(model, folder, 20)).isFalse();
            Files.delete(folder.resolve("latents.npz.part"));
            assertThatThrownBy(() -> process(model, folder, 0))
                    .isInstanceOf(OutputException.class)
                    .hasMessageContaining("latents.npz.part: has disappeared");
        }
    }

    /** A folder stands where a picture should go: like a full disk, it passes. */
    @Test
    void aWriteThatFailsKeepsWhatIsFinished() throws IOException {
        try (SiT model = GoldenSet.pixel()) {
            Path out = folder.resolve("full");
            Path inTheWay = Files.createDirectories(out.resolve("000006.png/x")).getParent();
            assertThatThrownBy(() -> process(model, out, 0))
                    .isInstanceOf(OutputException.class)
                    .hasMessageContaining("000006.png: cannot be written")
                    .hasMessageContaining("free some disk space or clear the path");
            Files.delete(inTheWay.resolve("x"));
            Files.delete(inTheWay);
            assertThat(process(model, out, 0)).isTrue();
            assertThat(process(model, folder.resolve("whole"), 0)).isTrue();
            assertThat(bytes(out)).isEqualTo(bytes(folder.resolve("whole")));
        }
    }
}
