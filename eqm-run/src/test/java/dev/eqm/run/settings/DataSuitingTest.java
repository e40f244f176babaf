package dev.eqm.run.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.NpzImages;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.train.optim.ConstantRate;
import dev.eqm.train.optim.CosineRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file leaves out and its images tell. */
class DataSuitingTest {
    @TempDir private Path folder;
    private Path pictures;
    private Path archive;

    @BeforeEach
    void make() throws IOException {
        pictures = folder.resolve("pictures");
        for (int i = 0; i < 12; i++) {
            Path file = pictures.resolve(List.of("a", "b", "c").get(i % 3)).resolve(i + ".png");
            Files.createDirectories(file.getParent());
            Png.write(file, new Picture(new byte[20 * 26], 20, 26, 1));
        }
        archive = archive(12, 5);
    }

    private Path archive(int size, int classes) {
        Path file = folder.resolve("set" + size + ".npz");
        long[] labels = new long[12];
        labels[3] = classes - 1L;
        Npz.write(
                file,
                Map.of(
                        "images", TensorData.of(new byte[12 * size * size * 3], 12, size, size, 3),
                        "labels", TensorData.of(labels, 12)));
        return file;
    }

    private RunConfigFile read(String yaml, String... settings) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("my.yaml"), "runs: " + folder.resolve("runs") + "\n" + yaml);
        return RunConfigFile.read(file, List.of(settings));
    }

    private String npz(Path file) {
        return "data: {source: {kind: npz, file: " + file + "}}\n";
    }

    private String folders() {
        return "data: {source: {kind: image-folder, folder: " + pictures + "}}\n";
    }

    @Test
    void shapeAndClassesFollowFromAnArchive() throws IOException {
        RunConfigFile file = read(npz(archive) + "train: {steps: 3}\n");
        ModelConfig model = file.config().model();
        assertThat(List.of(model.imageSize(), model.channels(), model.classes()))
                .containsExactly(12, 3, 5);
        assertThat(file.notes())
                .containsExactly(
                        "from the data: data.source.classes 5, model.imageSize 12, model.channels 3,"
                                + " model.classes 5, train.batchSize 12 (all images there are)");
        assertThat(file.config().rate()).as("as before").isEqualTo(new ConstantRate(0));
        assertThat(file.config().train().batchSize()).as("no image twice").isEqualTo(12);
    }

    @Test
    void squaresFollowFromThePicturesOrFromTheModel() throws IOException {
        RunConfig suited = read(folders() + "train: {steps: 3}\n").config();
        assertThat(suited.data().source()).isEqualTo(new ImageData.ImageFolder(pictures, 20, 1));
        assertThat(suited.model().classes()).isEqualTo(3);
        RunConfig asked =
                read(folders() + "model: {imageSize: 12, channels: 3}\ntrain: {steps: 3}\n")
                        .config();
        assertThat(asked.data().source()).isEqualTo(new ImageData.ImageFolder(pictures, 12, 3));
        assertThat(asked.model().classes()).isEqualTo(3);
    }

    @Test
    void aNetworkThatDoesNotFitIsReplacedUnlessItIsNamed() throws IOException {
        RunConfig odd = read(npz(archive(10, 2)) + "train: {steps: 3}\n").config();
        assertThat(odd.model().backbone()).isEqualTo(new Backbone.Preset("Nano/2"));
        assertThatThrownBy(
                        () ->
                                read(
                                        npz(archive(10, 2))
                                                + "model: {backbone: {kind: preset, name: Nano/4}}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("multiple of patchSize");
    }

    /** A file that says all is read without its images, which need not be there. */
    @Test
    void whatIsWrittenIsNotLookedFor() throws IOException {
        String all =
                """
                data: {source: {kind: npz, file: gone.npz, classes: 2}}
                model: {imageSize: 8, channels: 1, classes: 2}
                """;
        RunConfigFile file = read(all);
        assertThat(file.notes()).isEmpty();
        assertThat(file.config().model().imageSize()).isEqualTo(8);
        assertThat(file.config().train()).isEqualTo(RunConfig.DEFAULT.train());
        String less = all.replace(", channels: 1", "");
        assertThatThrownBy(() -> read(less))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "or write model.channels, which the configuration leaves out and which is therefore taken")
                .hasMessageContaining(".yaml: data.source.file: ")
                .hasMessageContaining("gone.npz");
        assertThat(read(less, "model.channels=1").config()).isEqualTo(file.config());
    }

    @Test
    void aFileOfDataAloneGetsTheStarterRecipe() throws IOException {
        RunConfigFile file = read(folders(), "train.steps=7");
        RunConfig config = file.config();
        assertThat(config.rate()).isInstanceOf(CosineRate.class);
        assertThat(config.ema().warmup()).isTrue();
        assertThat(config.sampling().steps()).isEqualTo(60);
        assertThat(config.train().steps()).as("settings lie over it").isEqualTo(7);
        assertThat(file.notes()).anyMatch(n -> n.contains("those that eqm init would write"));
    }

    /** Without the kind of data either, they are the embedded images; with a recipe, as before. */
    @Test
    void oldFilesKeepTheirMeaning() throws IOException {
        assertThat(read("optimizer: {learningRate: 0.5}\n").config().ema())
                .isEqualTo(RunConfig.DEFAULT.ema());
        assertThat(read("train: {steps: 3}\n").config())
                .isEqualTo(RunConfig.DEFAULT.withSteps(3).withRuns(folder.resolve("runs")));
    }

    /** A run that has begun is what it is, whatever its images have become. */
    @Test
    void aRunGoesOnWithWhatItWrote() throws IOException {
        for (String recipe : List.of("", "train: {steps: 3}\n")) {
            RunConfig begun = read(folders() + recipe).config();
            RunFolder run = RunFolder.of(begun);
            run.writeConfig(begun);
            Path more = pictures.resolve("d/1.png");
            Files.createDirectories(more.getParent());
            Png.write(more, new Picture(new byte[8 * 8 * 3], 8, 8, 3));
            assertThat(read(folders() + recipe).config()).isEqualTo(begun);
            assertThat(read(folders() + recipe, "name=other").config().model().classes())
                    .isEqualTo(4);
            Files.delete(more);
            Files.delete(more.getParent());
            Files.delete(run.config());
        }
    }

    @Test
    void labelsBeyondTheModelAreToldWithBothNumbers() throws IOException {
        RunConfig config = read(npz(archive) + "model: {classes: 3}\n").config();
        assertThatThrownBy(() -> config.requireFits(config.data().source().open()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("of 3 classes")
                .hasMessageContaining("5 classes")
                .hasMessageContaining("or remove them");
        assertThat(read(npz(archive) + "model: {classes: 9}\n").config().data().source())
                .as("a set need not show every class")
                .isEqualTo(
                        new ImageData.NpzFile(
                                archive, 9, NpzImages.Layout.AUTO, NpzImages.Range.AUTO));
    }
}
