package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.run.plan.NoiseLeft;
import dev.eqm.run.settings.RunConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm init}: what is written for each kind of data trains, and what is wrong is told. */
@ExtendWith(LeakCheck.class)
class InitTest {
    @TempDir private Path folder;

    private Cli init(Path data, String... more) {
        List<String> args = new ArrayList<>(List.of("init", data.toString()));
        if (!List.of(more).contains("--out")) {
            args.addAll(List.of("--out", folder.resolve("my.yaml").toString()));
        }
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    /** The configuration as it is written, for two steps. */
    private Cli train(String... more) {
        List<String> args =
                new ArrayList<>(List.of("train", "--config", folder.resolve("my.yaml").toString()));
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "runs=" + folder.resolve("runs"),
                                "train.steps=2",
                                "sampling.steps=2",
                                "preview.count=4"));
        settings.addAll(List.of(more));
        settings.forEach(s -> args.addAll(List.of("--set", s)));
        return Cli.run(args);
    }

    private static void picture(Path file, int height, int width, int channels, int level) {
        byte[] pixels = new byte[height * width * channels];
        Arrays.fill(pixels, (byte) level);
        pixels[0] = (byte) 99; // of three channels: a colour
        try {
            Files.createDirectories(file.getParent());
            Png.write(file, new Picture(pixels, height, width, channels));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names that YAML, shells and file systems of other languages trip over. */
    private Path classes() {
        Path set = folder.resolve("my 'odd' \"set\" – größer: #1");
        for (int i = 0; i < 40; i++) {
            String name = i % 2 == 0 ? "#1: 'dark'" : "étoile \"claire\"";
            picture(set.resolve(name).resolve(i + ".png"), 30 + i, 33, 3, i % 2 == 0 ? 20 : 200);
        }
        return set;
    }

    @Test
    void classFoldersAreFoundAndTrained() throws IOException {
        Path set = classes();
        Files.writeString(set.resolve("notes.txt"), "no picture");
        Files.writeString(set.resolve(".hidden.png"), "hidden");
        Files.writeString(set.resolve("#1: 'dark'").resolve("broken.png"), "no picture at all");
        picture(set.resolve("#1: 'dark'").resolve("tiny.png"), 3, 3, 3, 5);
        picture(set.resolve("cover.png"), 40, 40, 3, 5);
        Files.createDirectory(set.resolve("empty"));
        Cli cli = init(set);
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains(
                        "40 images, 33 pixels wide and 30 to 69 high",
                        "in colour: used in RGB (3 channels)",
                        "2 classes: \"#1: 'dark'\" (20), \"étoile \\\"claire\\\"\" (20)",
                        "1 hidden (the name begins with a dot): \".hidden.png\"",
                        "1 not an image, judging by its extension: notes.txt",
                        "1 cannot be read",
                        "1 lies next to the class folders, so its class is unknown: cover.png",
                        "1 a folder without images: empty",
                        "1 smaller than half of 32x32",
                        "network   Nano/4",
                        "images per second, measured just now",
                        "eqm train --config");
        assertThat(cli.warnings()).contains("there are only 40 images");
        RunConfig config = RunConfig.read(folder.resolve("my.yaml"));
        assertThat(config.name()).isEqualTo("my-odd-set-gro-er-1");
        assertThat(config.model().imageSize()).isEqualTo(32);
        assertThat(config.model().classes()).isEqualTo(2);
        assertThat(NoiseLeft.of(config).warnings()).isEmpty();
        Cli trained = train();
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("40 images of 3x32x32 in 2 classes", "step 2/2");
    }

    @Test
    void picturesWithoutClassesAreTrainedInGrey() {
        for (int i = 0; i < 20; i++) {
            picture(folder.resolve("flat").resolve(i + ".png"), 17, 17 + i, 1, 10 * i);
        }
        Cli cli = init(folder.resolve("flat"), "--name", "mine", "--minutes", "0.001");
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("all grey: used in grey", "squares of 16x16", "no classes");
        assertThat(cli.warnings()).contains("too short");
        RunConfig config = RunConfig.read(folder.resolve("my.yaml"));
        assertThat(config.train().steps()).isEqualTo(200);
        assertThat(config.sampling().cfg()).isEqualTo(1);
        Cli trained = train();
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("runs/mine", "20 images of 1x16x16 in 1 class");
    }

    @Test
    void aSizeAndChannelsOfOnesOwnAreKept() {
        Path set = classes();
        Cli cli = init(set, "--size", "48", "--channels", "1");
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("squares of 48x48");
        assertThat(cli.warnings()).contains("are enlarged, which adds no detail");
        RunConfig config = RunConfig.read(folder.resolve("my.yaml"));
        assertThat(config.model().channels()).isEqualTo(1);
        assertThat(config.model().imageSize()).isEqualTo(48);
    }

    @Test
    void anArchiveIsTrained() {
        Path file = folder.resolve("set.npz");
        long[] labels = new long[40];
        Arrays.setAll(labels, i -> i % 3);
        Npz.write(
                file,
                Map.of(
                        "images", TensorData.of(new byte[40 * 8 * 8], 40, 8, 8),
                        "labels", TensorData.of(labels, 40)));
        Cli cli = init(file);
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("numpy archive", "40 images of 8x8, grey", "3 classes");
        Cli trained = train();
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("40 images of 1x8x8 in 3 classes", "step 2/2");
        assertThat(trained.warnings())
                .contains(
                        "warning: the model has learned almost nothing: its explained variance is");
        refused(init(file, "--force", "--size", "28"), "used unchanged", "--size");
    }

    @Test
    void idxFilesAreTrainedByFolderOrByEitherFile() throws IOException {
        Path set = Files.createDirectory(folder.resolve("mnist"));
        Path images = set.resolve("train-images-idx3-ubyte.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(images))) {
            out.write(
                    ByteBuffer.allocate(16).putInt(0x803).putInt(40).putInt(12).putInt(12).array());
            out.write(new byte[40 * 12 * 12]);
        }
        Path labels = set.resolve("train-labels-idx1-ubyte");
        refused(init(images), "images of an IDX pair", "train-labels-idx1-ubyte");
        byte[] numbers = new byte[8 + 40];
        ByteBuffer.wrap(numbers).putInt(0x801).putInt(40);
        numbers[9] = 4;
        Files.write(labels, numbers);
        for (Path data : List.of(set, images, labels)) {
            Cli cli = init(data, "--force");
            assertThat(cli.exit()).as(cli.err()).isZero();
            assertThat(cli.out()).contains("40 images of 12x12, grey", "5 classes");
        }
        Cli trained = train();
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("1x12x12", "5 classes", "step 2/2");
    }

    @Test
    void cifarsBinaryFilesAreTrained() throws IOException {
        Path set = Files.createDirectory(folder.resolve("cifar"));
        Files.write(set.resolve("test_batch.bin"), new byte[10_000 * 3073]);
        Cli cli = init(set);
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("CIFAR-10, the 10,000 test images", "airplane (10,000)");
        Cli trained = train();
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("3x32x32", "step 2/2");
    }

    @Test
    void latentsAreTrained() throws IOException {
        Path set = Files.createDirectory(folder.resolve("latents"));
        long[] labels = new long[40];
        labels[7] = 6;
        Safetensors.write(
                set.resolve("a.safetensors"),
                Map.of(
                        "latents", TensorData.of(new float[40 * 4 * 8 * 8], 40, 4, 8, 8),
                        "labels", TensorData.of(labels, 40)),
                Map.of());
        Cli cli = init(set);
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("latents", "40 images of 8x8, 4 channels", "7 classes");
        Cli trained = train();
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("4x8x8", "step 2/2");
    }

    @Test
    void whatCannotBeLearnedIsToldInOneError() throws IOException {
        Path nothing = Files.createDirectory(folder.resolve("nothing"));
        refused(init(nothing), "nothing", "is an empty folder");
        refused(init(folder.resolve("gone")), "gone", "no such folder or file");
        Files.createDirectories(folder.resolve("folders/a/b"));
        refused(init(folder.resolve("folders")), "contains folders, but no files in any of them");
        Files.writeString(Files.createDirectory(folder.resolve("texts")).resolve("a.txt"), "a");
        refused(init(folder.resolve("texts")), "contains no images", "1 .txt");
        Path unknown = Files.writeString(folder.resolve("data.csv"), "1,2,3,4");
        refused(init(unknown), "data.csv", "neither an .npz archive nor an IDX file");
        picture(folder.resolve("one/a.png"), 20, 20, 3, 5);
        refused(init(folder.resolve("one")), "contains a single image");
        Path damaged = Files.createDirectory(folder.resolve("damaged"));
        Files.writeString(damaged.resolve("a.png"), "damaged");
        Files.writeString(damaged.resolve("b.jpg"), "");
        refused(init(damaged), "2 files with image names, but none of them can be read");
        refused(init(classes(), "--size", "4"), "--size must lie in [8, 256], got 4");
        refused(init(folder.resolve("one"), "--channels", "2"), "--channels must be 1");
        refused(init(folder.resolve("one"), "--name", "a/b"), "name", "a/b");
    }

    @Test
    void aConfigurationThatIsThereIsKept() throws IOException {
        Path there = Files.writeString(folder.resolve("my.yaml"), "mine");
        Cli cli = init(classes());
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).contains("my.yaml already exists", "--force");
        assertThat(there).hasContent("mine");
        assertThat(init(classes(), "--force").exit()).isZero();
        assertThat(Files.readString(there)).startsWith("# Written by eqm init");
    }

    /** One message of a few lines, and nothing is written. */
    private void refused(Cli cli, String... words) {
        assertThat(cli.exit()).as(cli.out()).isEqualTo(2);
        assertThat(cli.err()).startsWith("eqm: ").contains(words).doesNotContain("\tat ");
        assertThat(cli.err().lines().count()).as(cli.err()).isLessThanOrEqualTo(3);
        if (!words[0].contains("used unchanged")) {
            assertThat(folder.resolve("my.yaml")).doesNotExist();
        }
    }
}
