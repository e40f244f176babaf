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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a run has sampled is scored against its data, and sampled from: in grey and in colour. */
@ExtendWith(LeakCheck.class)
class ScoredPicturesTest {
    @TempDir private static Path folder;

    @BeforeAll
    static void train() {
        byte[] pixels = new byte[40 * 8 * 8 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 37 % 251);
        }
        Path colours = folder.resolve("colours.npz");
        Npz.write(colours, Map.of("images", TensorData.of(pixels, 40, 8, 8, 3)));
        trained("name=grey");
        trained(
                "name=colour",
                "data.source={kind: npz, file: " + colours + "}",
                "model.imageSize=8",
                "model.channels=3",
                "model.classes=1",
                "model.backbone.patchSize=4",
                "sampling.cfg=1");
    }

    private static void trained(String... settings) {
        List<String> args = Cli.tinyTraining(folder.resolve("runs"));
        for (String setting : settings) {
            args.addAll(List.of("--set", setting));
        }
        args.addAll(List.of("--set", "train.steps=1", "--set", "preview.every=0"));
        Cli cli = Cli.run(args);
        assertThat(cli.exit()).as(cli.err()).isZero();
    }

    private Cli on(String command, String run, Object... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(command, "--run", folder.resolve("runs/" + run).toString()));
        List.of(more).forEach(arg -> args.add(arg.toString()));
        return Cli.run(args);
    }

    @Test
    void samplesOfARunAreScoredAgainstIt() {
        for (String run : List.of("grey", "colour")) {
            Path out = folder.resolve("of-" + run);
            assertThat(
                            on("sample", run, "--count", "12", "--format", "npz,png", "--out", out)
                                    .exit())
                    .isZero();
            Path npz = out.resolve("samples.npz");
            Cli scored = on("evaluate", run, "--images", npz, "--features", "pixels:2");
            assertThat(scored.err()).as(run).isEmpty();
            assertThat(scored.exit()).isZero();
            assertThat(scored.out())
                    .contains("Frechet distance [pixels-2]", "12 images " + shape(run));
            assertThat(scored.warnings()).doesNotContain("prepared differently");
            Cli folders = on("evaluate", run, "--images", out, "--features", "pixels:2");
            assertThat(folders.exit()).as(folders.err()).isZero();
            assertThat(folders.out()).contains("12 images " + shape(run));
            Cli denoised =
                    on("denoise", run, "--images", npz, "--count", "2", "--out", out.resolve("d"));
            assertThat(denoised.exit()).as(denoised.err()).isZero();
        }
    }

    private static String shape(String run) {
        return run.equals("grey") ? "1x28x28" : "3x8x8";
    }

    @Test
    void imagesOfAnotherShapeOrInColourAreRefused() {
        Path colours = folder.resolve("colours.npz");
        Cli cli = on("evaluate", "grey", "--images", colours);
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).contains("3x8x8", "1x28x28").hasLineCount(1);
        byte[] pixels = new byte[10 * 28 * 28 * 3];
        pixels[0] = 9;
        Path coloured = folder.resolve("large-colours.npz");
        Npz.write(coloured, Map.of("arr_0", TensorData.of(pixels, 10, 28, 28, 3)));
        for (String command : List.of("evaluate", "denoise", "inpaint --mask left")) {
            String[] words = command.split(" ");
            Object[] more =
                    words.length == 1
                            ? new Object[] {"--images", coloured}
                            : new Object[] {"--images", coloured, words[1], words[2]};
            cli = on(words[0], "grey", more);
            assertThat(cli.exit()).as(command).isEqualTo(2);
            assertThat(cli.err()).contains("in colour, but grey images are needed").hasLineCount(1);
        }
    }

    @Test
    void picturesInColourAreUsedInGreyWithAWarning() throws IOException {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        byte[] rgb = new byte[30 * 30 * 3];
        rgb[1] = 77;
        Png.write(photos.resolve("a.png"), new Picture(rgb, 30, 30, 3));
        Cli cli =
                on(
                        "denoise",
                        "grey",
                        "--images",
                        photos,
                        "--count",
                        "1",
                        "--out",
                        folder.resolve("from-photos"));
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.warnings()).contains("images in colour, such as", "a.png", "grey");
        assertThat(cli.out().strip()).endsWith("open " + folder.resolve("from-photos/denoise.png"));
    }

    /** A reference of the run's data takes most of the time; nobody waits for it in vain. */
    @Test
    void everyScoreSaysHowManyImagesItNeedsBeforeAnyWork() {
        String[][] cases = {
            {"IS", "9", "needs at least as many"},
            {"PR", "3", "at least 4 images"},
            {"DC", "5", "at least 6 images"},
            {"KID", "1", "at least 2 images"},
            {"FMD", "1", "at least 2 images"}
        };
        for (String[] one : cases) {
            Cli cli = on("evaluate", "grey", "--count", one[1], "--metrics", one[0]);
            assertThat(cli.exit()).as(one[0]).isEqualTo(2);
            assertThat(cli.err()).contains(one[2]).contains("got " + one[1]);
            assertThat(cli.out()).doesNotContain("reference: ");
        }
        Cli all = on("evaluate", "grey", "--count", "4");
        assertThat(all.exit()).isEqualTo(2);
        assertThat(all.out()).doesNotContain("reference: ");
    }
}
