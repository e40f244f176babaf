package dev.eqm.sample.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Pixels;
import dev.eqm.core.data.Png;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sheet.Enlargement;
import dev.eqm.sample.sheet.PictureSheet;
import dev.eqm.sample.sheet.SheetLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class SinksTest {
    private static final ImageShape GREY = new ImageShape(1, 2, 3);
    private static final ImageShape RGB = new ImageShape(3, 2, 3);

    private static final PictureSheet SHEET = new PictureSheet(RGB, 2, 2, SheetLabels.NONE);

    @TempDir Path folder;

    /** Pictures first, first + 1, ...; every byte of a run is different. */
    private static PictureBatch batch(ImageShape shape, int first, int n) {
        byte[] pixels = new byte[n * shape.elementCount()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (first * shape.elementCount() + i);
        }
        return new PictureBatch(first, new long[n], shape, pixels);
    }

    private static PngGrid grid(Path file, int count) {
        return new PngGrid(file, SHEET, count, Map.of("Title", "a grid"));
    }

    private static void feed(PictureSink sink, ImageShape shape) {
        try (sink) {
            sink.accept(batch(shape, 0, 2));
            sink.accept(batch(shape, 2, 1));
            sink.finish();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void singlePictures() throws IOException {
        for (ImageShape shape : List.of(GREY, RGB)) {
            feed(new PngFolder(folder, 3), shape);
            assertThat(files()).containsExactly("000000.png", "000001.png", "000002.png");
            assertThat(Png.read(folder.resolve("000001.png")))
                    .isEqualTo(batch(shape, 0, 2).picture(1));
            assertThat(Png.read(folder.resolve("000002.png")))
                    .isEqualTo(batch(shape, 2, 1).picture(0));
        }
    }

    @Test
    void picturesOfALargerRunAreNotMixedIn() {
        feed(new PngFolder(folder, 3), GREY);
        assertThatThrownBy(() -> new PngFolder(folder, 2))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("000002.png")
                .hasMessageContaining("more than 2 samples; empty the folder or choose another");
    }

    @Test
    void oneGrid() throws IOException {
        Path file = folder.resolve("grid.png");
        feed(grid(file, 3), RGB);
        assertThat(Png.read(file)).isEqualTo(SHEET.draw(batch(RGB, 0, 3).pixels(), 3));
        assertThat(files()).containsExactly("grid.png");
        feed(grid(file, 2), RGB);
        assertThat(Png.read(file))
                .as("the first")
                .isEqualTo(SHEET.draw(batch(RGB, 0, 2).pixels(), 2));
    }

    @Test
    void npzForFidTools() throws IOException {
        Path file = folder.resolve("deep/samples.npz");
        feed(new NpzPictures(file, RGB, new long[] {7, 8, 9}), RGB);
        TensorData rgb = Npz.read(file).get("arr_0");
        assertThat(Npz.read(file).get("labels")).isEqualTo(TensorData.of(new long[] {7, 8, 9}, 3));
        assertThat(rgb).isEqualTo(TensorData.of(batch(RGB, 0, 3).pixels(), 3, 2, 3, 3));
        byte[] bytes = Files.readAllBytes(file);
        feed(new NpzPictures(file, RGB, new long[] {7, 8, 9}), RGB);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);

        feed(new NpzPictures(file, GREY, new long[3]), GREY);
        byte[] grey = Npz.read(file).get("arr_0").bytes();
        assertThat(grey).hasSize(54).startsWith(0, 0, 0, 1, 1, 1, 2, 2, 2).endsWith(16, 17, 17, 17);
    }

    @Test
    void npzOfStates(@TempDir Path other, Arena arena) {
        NDArray states = Noise.normal(arena, new long[] {1, 2, 3}, new Shape(4, 2, 2));
        Path file = other.resolve("latents.npz");
        try (NpzStates sink = new NpzStates(file, new Shape(4, 2, 2), new long[3])) {
            sink.accept(new SampleBatch(0, new long[2], states.get(":2")));
            sink.accept(new SampleBatch(2, new long[1], states.get("2:")));
            sink.finish();
        }
        Map<String, TensorData> arrays = Npz.read(file);
        assertThat(arrays).containsOnlyKeys("arr_0", "labels");
        assertThat(arrays.get("arr_0")).isEqualTo(TensorData.of(states.toFloatArray(), 3, 4, 2, 2));
    }

    @Test
    void anUnfinishedRunLeavesNoFile() throws IOException {
        Path file = folder.resolve("samples.npz");
        Files.writeString(file, "from an earlier run");
        try (PictureSink npz = new NpzPictures(file, RGB, new long[3]);
                PictureSink grid = grid(folder.resolve("grid.png"), 3)) {
            npz.accept(batch(RGB, 0, 2));
            grid.accept(batch(RGB, 0, 2));
        }
        assertThat(files()).containsExactly("grid.png.part", "samples.npz", "samples.npz.part");
        assertThat(Files.readString(file)).isEqualTo("from an earlier run");
    }

    @Test
    void aSetThatIsTooSmallIsNotFinished() {
        try (PictureSink npz = new NpzPictures(folder.resolve("samples.npz"), RGB, new long[5])) {
            npz.accept(batch(RGB, 0, 2));
            assertThatThrownBy(npz::finish)
                    .isInstanceOf(OutputException.class)
                    .hasMessageContaining("54 bytes are missing");
        }
    }

    @Test
    void aPathThatCannotBeAFolderIsRefusedAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "a file");
        assertThatThrownBy(() -> new PngFolder(file, 1))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("taken: cannot be written");
        assertThatThrownBy(() -> new NpzPictures(file.resolve("x.npz"), RGB, new long[1]))
                .isInstanceOf(OutputException.class);
    }

    @Test
    void latentsHaveNoPicturesWithoutAnAutoencoder() {
        assertThatThrownBy(() -> new Decoded(new PixelCodec(), new Shape(4, 8, 8), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the states have 4");
    }

    @Test
    void allSinksOfOneRunAgree() {
        Path states = folder.resolve("states.npz");
        Path pictures = folder.resolve("pictures.npz");
        try (SiT model = GoldenSet.pixel();
                SampleSink raw = new NpzStates(states, model.sampleShape(), new long[5]);
                SampleSink decoded =
                        new Decoded(
                                new PixelCodec(),
                                model.sampleShape(),
                                List.of(
                                        new NpzPictures(
                                                pictures, new ImageShape(3, 8, 8), new long[5]),
                                        new PngFolder(folder.resolve("png"), 5)))) {
            new Generation(
                            new Sampler(new GradientDescent(0.05), new StopRule.MaxSteps(5)),
                            new Guidance(1.5, 3),
                            new NumberedRequests(Labels.all(5), 5, 0, 2))
                    .run(model, List.of(raw, decoded));
        }
        float[] x = Npz.read(states).get("arr_0").floats();
        byte[] bytes = Pixels.toBytes(x, 5, 3, 8, 8);
        assertThat(Npz.read(pictures).get("arr_0").bytes()).isEqualTo(bytes);
        assertThat(Png.read(folder.resolve("png/000004.png")))
                .isEqualTo(Picture.of(bytes, 4, 8, 8, 3));
    }

    @Test
    void aGridHoldsTheFirstAndBoundsMemory() {
        assertThat(Enlargement.AUTOMATIC.limit(new ImageShape(3, 256, 256))).isEqualTo(256);
        assertThat(Enlargement.AUTOMATIC.limit(new ImageShape(1, 9000, 9000))).isEqualTo(1);
    }
}
