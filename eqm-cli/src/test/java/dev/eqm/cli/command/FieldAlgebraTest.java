package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Pixels;
import dev.eqm.core.data.Png;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.SheetCells;
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

/** {@code eqm compose}, {@code denoise}, {@code inpaint} and guidance in an interval. */
@ExtendWith(LeakCheck.class)
class FieldAlgebraTest {

    @TempDir private static Path folder;

    @BeforeAll
    static void train() {
        assertThat(Cli.run(Cli.tinyTraining(folder, "--set", "train.steps=2")).exit()).isZero();
    }

    private static Cli run(String command, String out, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                command,
                                "--run",
                                folder.resolve("tiny").toString(),
                                "--out",
                                folder.resolve(out).toString()));
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    private static SheetCells sheet(String out, String name, int rows, int columns, int scale) {
        Path png = folder.resolve(out).resolve(name + ".png");
        return SheetCells.of(png, rows, columns, 28, scale);
    }

    @Test
    void eachCompositionIsARow() throws IOException {
        String[] two = {"--labels", "3,7", "--labels", "Bag,Trouser", "--weights", "1,-0.5"};
        Cli composed = run("compose", "compose", with(two, "--count", "3", "--cfg", "2"));
        assertThat(composed.err()).isEmpty();
        SheetCells sheet = sheet("compose", "compose", 2, 3, 9);
        assertThat(sheet.left()).as("names of sums").isPositive();
        assertThat(sheet.cell(0, 0)).isNotEqualTo(sheet.cell(0, 1));
        String facts = Files.readString(folder.resolve("compose/compose.json"));
        assertThat(facts)
                .contains(
                        "{\"labels\":[8,1],\"weights\":[1.0,-0.5],\"base\":\"null\",\"cfg\":2.0,"
                                + "\"used\":[{\"label\":8,\"weight\":2.0},{\"label\":1,\"weight\":-1.0}]}",
                        "\"used\":[{\"label\":3,\"weight\":2.0},{\"label\":7,\"weight\":-1.0}]}");
        assertThat(run("compose", "compose", two).err()).contains("already exists", "--overwrite");
        String self = folder.resolve("tiny").toString();
        Cli both =
                run("compose", "both", with(two, "--count", "1", "--with", self, "--base", "none"));
        assertThat(both.err()).isEmpty();
        assertThat(Files.readString(folder.resolve("both/compose.json"))).contains("withWeight");
    }

    @Test
    void wrongCompositionsAreRefused() {
        assertThat(run("compose", "x", "--labels", "3,7", "--weights", "1").err())
                .contains("--labels 3,7 names 2 labels, but --weights 1 has 1 weight");
        assertThat(run("compose", "x", "--labels", "3,17").err()).contains("labels 0 to 9");
        assertThat(run("compose", "x", "--labels", "3", "--weights", "a").err())
                .contains("numbers such as 1,-0.5");
        String[] three = {"--labels", "1", "--labels", "2", "--labels", "3"};
        assertThat(run("compose", "x", with(three, "--weights", "1", "--weights", "2")).err())
                .contains("--weights is given 2 times and --labels 3 times");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void imagesAreNoisedAndDenoised() throws IOException {
        Cli denoised = run("denoise", "denoise", "--gamma", "0.3,1", "--count", "2");
        assertThat(denoised.err()).isEmpty();
        SheetCells sheet = sheet("denoise", "denoise", 5, 2, 9);
        assertThat(sheet.cell(3, 1)).isEqualTo(sheet.cell(0, 1)); // gamma 1 is the image
        assertThat(sheet.cell(1, 1)).isNotEqualTo(sheet.cell(0, 1));
        Map<?, ?> facts =
                (Map<?, ?>) Json.parse(Files.readString(folder.resolve("denoise/denoise.json")));
        Map<?, ?> first = (Map<?, ?>) ((List<?>) facts.get("gammas")).get(0);
        assertThat(first.get("noised").toString()).contains("mse=", "psnr=");
        assertThat(run("denoise", "x", "--gamma", "0.3,1.2").err())
                .contains("--gamma must lie in [0, 1], got 1.2");
        assertThat(run("denoise", "x", "--first", "9999").err()).contains("there are only 10000");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void knownPixelsSurviveInpainting() throws IOException {
        for (String ramp : List.of("1", "3")) {
            Cli filled =
                    run(
                            "inpaint",
                            "inpaint" + ramp,
                            "--mask",
                            "left",
                            "--count",
                            "2",
                            "--completions",
                            "2",
                            "--ramp",
                            ramp,
                            "--batch",
                            "3",
                            "--sampler",
                            "langevin");
            assertThat(filled.err()).isEmpty();
            SheetCells sheet = sheet("inpaint" + ramp, "inpaint", 2, 4, 8);
            for (int row = 0; row < 2; row++) {
                byte[] image = sheet.cell(row, 0);
                float[] pixels = new float[784];
                FashionMnist.embedded().read(row, pixels, 0);
                assertThat(image).isEqualTo(Pixels.toBytes(pixels, 1, 1, 28, 28));
                for (int column = 2; column < 4; column++) {
                    byte[] filledIn = sheet.cell(row, column);
                    for (int i = 0; i < image.length; i++) {
                        if (i % 28 >= 14) {
                            assertThat(filledIn[i]).isEqualTo(image[i]);
                        }
                    }
                    assertThat(filledIn).isNotEqualTo(image);
                }
            }
        }
        Path small = folder.resolve("small.png");
        Png.write(small, new Picture(new byte[64], 8, 8, 1));
        assertThat(run("inpaint", "x", "--mask", small.toString()).err())
                .contains("is 8x8, but the model's images are 28x28");
        assertThat(run("inpaint", "x", "--mask", "middle").err()).contains("must be left, right");
        assertThat(run("inpaint", "x", "--mask", "top", "--ramp", "4").err())
                .contains("--ramp must lie in [1, 3], got");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void imagesOfAWrongSizeAreRefused() {
        Path large = folder.resolve("large.npz");
        Npz.write(large, Map.of("images", TensorData.of(new byte[2 * 900], 2, 30, 30)));
        Cli npz = run("denoise", "x", "--images", large.toString());
        assertThat(npz.exit()).isEqualTo(2);
        assertThat(npz.err()).contains("the images are 1x30x30", "the model expects 1x28x28");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void guidanceInAnInterval() throws IOException {
        String[] few = {"--count", "2", "--labels", "3", "--cfg", "30", "--format", "latents"};
        assertThat(run("sample", "full", few).exit()).isZero();
        assertThat(run("sample", "all", with(few, "--guidance-interval", "1-3")).exit()).isZero();
        assertThat(run("sample", "one", with(few, "--guidance-interval", "2-2")).exit()).isZero();
        assertThat(run("sample", "norms", with(few, "--guidance-norms", "0-inf")).err()).isEmpty();
        Path full = folder.resolve("full/latents.npz");
        assertThat(folder.resolve("all/latents.npz")).hasSameBinaryContentAs(full);
        assertThat(Files.mismatch(full, folder.resolve("one/latents.npz"))).isNotNegative();
        assertThat(run("sample", "x", with(few, "--guidance-interval", "3")).err())
                .contains("two steps, such as 10-40");
        assertThat(run("sample", "x", with(few, "--guidance-norms", "9-2")).err())
                .contains("the upper norm must exceed 9.0, got 2.0");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    private static String[] with(String[] some, String... more) {
        String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
