package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Training on what people have: folders of pictures, numpy archives, points. */
@ExtendWith(LeakCheck.class)
class OwnDataTest {
    @TempDir private Path folder;

    /** A training of three steps on images of 3x14x14 in two classes. */
    private Cli train(String... settings) {
        List<String> more = new ArrayList<>();
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "model.imageSize=14",
                                "model.channels=3",
                                "model.classes=2",
                                "train.steps=3",
                                "preview.every=100"));
        all.addAll(List.of(settings));
        for (String setting : all) {
            more.add("--set");
            more.add(setting);
        }
        return Cli.run(Cli.tinyTraining(folder.resolve("runs"), more.toArray(String[]::new)));
    }

    private Path pictures() throws IOException {
        Path set = folder.resolve("set");
        for (int i = 0; i < 5; i++) {
            Path file = set.resolve(i % 2 == 0 ? "dark" : "light").resolve(i + ".png");
            Files.createDirectories(file.getParent());
            byte[] pixels = new byte[(20 + i) * 31 * 3];
            Arrays.fill(pixels, (byte) (i % 2 == 0 ? 30 : 200));
            pixels[i] = 99;
            Png.write(file, new Picture(pixels, 20 + i, 31, 3));
        }
        return set;
    }

    private Cli onPictures(Path set, String... more) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "data.source.kind=image-folder",
                                "data.source.folder=" + set,
                                "data.source.size=14"));
        settings.addAll(List.of(more));
        return train(settings.toArray(String[]::new));
    }

    /** Ahead on two threads, or each batch when it is needed: the same weights. */
    @Test
    void aFolderOfPicturesTrains() throws IOException {
        Path set = pictures();
        Cli ahead = onPictures(set, "data.flip=true", "data.decodeAhead=3", "data.decoders=2");
        assertThat(ahead.exit()).as(ahead.err()).isZero();
        assertThat(ahead.out()).contains("5 images of 3x14x14 in 2 classes", "3/3");
        assertThat(folder.resolve("runs/tiny/samples/00000003.png")).exists();
        Cli plain = onPictures(set, "data.flip=true", "data.decodeAhead=0", "name=plain");
        assertThat(plain.exit()).as(plain.err()).isZero();
        String model = "checkpoints/00000003/model.safetensors";
        assertThat(folder.resolve("runs/tiny").resolve(model))
                .hasSameBinaryContentAs(folder.resolve("runs/plain").resolve(model));
    }

    @Test
    void picturesWithoutClassesTrain() throws IOException {
        Cli cli = onPictures(pictures(), "data.source.kind=pictures", "model.classes=1");
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("5 images of 3x14x14 in 1 class,");
    }

    @Test
    void anArchiveTrains() {
        Path file = archive(new long[] {0, 1, 1, 0, 1});
        Cli cli =
                train("data.source.kind=npz", "data.source.file=" + file, "data.source.classes=2");
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("set.npz: 5 images of 3x14x14 in 2 classes", "3/3");
    }

    private Path archive(long[] labels) {
        Path file = folder.resolve("set.npz");
        Npz.write(
                file,
                Map.of(
                        "images", TensorData.of(new byte[5 * 14 * 14 * 3], 5, 14, 14, 3),
                        "labels", TensorData.of(labels, 5)));
        return file;
    }

    @Test
    void pointsTrain() {
        Cli cli =
                train(
                        "data.source.kind=toy",
                        "data.source.name=two-moons",
                        "model.imageSize=1",
                        "model.channels=2",
                        "model.backbone.patchSize=1");
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("two-moons: 100000 points, spread 0.05", "3/3");
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingIsWritten() throws IOException {
        Path set = pictures();
        refused(onPictures(set, "train.batchSize=6"), "train.batchSize is 6", "only 5 images");
        refused(onPictures(set, "data.source.channels=2"), "data.source.channels", "1 (grey)");
        refused(onPictures(set, "data.source.channels=1"), "3x14x14", "1x14x14");
        refused(onPictures(set, "model.classes=3"), "3 classes", "2 classes");
        refused(onPictures(set, "data.source.size=0"), "data.source.size", "[1, 4096]");
        refused(onPictures(set, "data.decoders=0"), "data.decoders", "[1, 1000]");
        refused(onPictures(folder.resolve("none")), "none", "no such folder");
        refused(onPictures(set.resolve("dark")), "dark/0.png", "next to the class folders");
        Path bad = Files.writeString(set.resolve("light/1.png"), "damaged");
        refused(onPictures(set), bad.toString(), "cannot be read as an image");
        Files.delete(bad);
        Files.delete(set.resolve("light/3.png"));
        refused(onPictures(set), "light", "class without images");
        String file = "data.source.file=" + archive(new long[] {0, 1, 1, 0, 7});
        refused(
                train("data.source.kind=npz", file, "data.source.classes=2"),
                "label 7 of image 4",
                "[0, 2)");
        refused(train("data.source.kind=toy", "data.source.name=three-moons"), "two-moons");
        refused(train("data.source.kind=toy", "data.source.count=0"), "data.source.count", "[1, ");
    }

    private void refused(Cli cli, String... words) {
        assertThat(cli.exit()).as(cli.err()).isEqualTo(2);
        assertThat(cli.err()).startsWith("eqm: ").contains(words).doesNotContain("\tat ");
        assertThat(folder.resolve("runs")).doesNotExist();
    }
}
