package dev.eqm.cli.command.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.command.Cli;
import dev.eqm.core.data.Picture;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm ood} and {@code eqm neighbours} on tiny runs. */
@ExtendWith(LeakCheck.class)
class OodCommandTest {

    @TempDir private static Path folder;

    @BeforeAll
    static void train() {
        train("tiny");
        train("explicit", "--set", "model.energy=dot");
        train("timed", "--set", "model.timeConditional=true", "--set", "data.flip=true");
    }

    private static void train(String name, String... more) {
        List<String> all =
                new ArrayList<>(List.of("--set", "train.steps=2", "--set", "name=" + name));
        all.addAll(List.of(more));
        assertThat(Cli.run(Cli.tinyTraining(folder, all.toArray(String[]::new))).err()).isEmpty();
    }

    private static Cli run(String command, String run, String out, String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                command,
                                "--run",
                                folder.resolve(run).toString(),
                                "--out",
                                folder.resolve(out).toString()));
        all.addAll(List.of(more));
        return Cli.run(all);
    }

    private static Map<?, ?> json(String file) throws IOException {
        return (Map<?, ?>) Json.parse(Files.readString(folder.resolve(file)));
    }

    @Test
    void implicitAndExplicitRunsAreScored() throws IOException {
        String[] few = {"--count", "6", "--bootstrap", "20", "--max-steps", "3", "--csv"};
        for (String name : List.of("tiny", "explicit")) {
            Cli scored = run("ood", name, "ood-" + name, few);
            assertThat(scored.err()).isEmpty();
            assertThat(scored.out())
                    .contains("was trained on the images", "line-integral", "FPR95");
            Map<?, ?> facts = json("ood-" + name + "/ood.json");
            assertThat(facts.get("label")).isEqualTo("null");
            assertThat(facts.get("inSeenInTraining")).isEqualTo(true);
            List<?> scores = (List<?>) facts.get("scores");
            assertThat(scores).hasSize(name.equals("tiny") ? 4 : 5);
            Map<?, ?> last = (Map<?, ?>) scores.get(scores.size() - 1);
            assertThat(last.get("definition").toString()).contains("gradient below", "eta 0.0499");
            assertThat(((Map<?, ?>) last.get("outOf")).keySet().toString())
                    .isEqualTo("[constant, noise, inverted, flipped, shuffled]");
            assertThat(last.get("outOf").toString()).contains("auroc={value=", "fpr95={value=");
            assertThat(folder.resolve("ood-" + name + "/ood.png")).exists();
            assertThat(Files.readString(folder.resolve("ood-" + name + "/ood.svg")))
                    .contains("AUROC", ">chance<");
            assertThat(Files.readAllLines(folder.resolve("ood-" + name + "/ood.csv")))
                    .hasSize(1 + 6 * 6)
                    .allMatch(line -> line.split(",").length == 2 + scores.size());
        }
        assertThat(run("ood", "tiny", "ood-tiny", few).err()).contains("--overwrite");
        Cli raw =
                run(
                        "ood",
                        "explicit",
                        "raw",
                        "--field",
                        "raw-output",
                        "--scores",
                        "gradient-norm",
                        "--count",
                        "4",
                        "--out-of",
                        "noise",
                        "--label",
                        "Bag");
        assertThat(raw.err()).isEmpty();
        assertThat(json("raw/ood.json").get("label")).isEqualTo(8L);
    }

    @Test
    void setsComeFromFoldersAndFiles() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (int i = 0; i < 5; i++) {
            Png.write(pictures.resolve(i + ".png"), new Picture(new byte[50 * 40 * 3], 50, 40, 3));
        }
        assertThat(run("sample", "tiny", "made", "--count", "5", "--format", "npz").exit())
                .isZero();
        String npz = folder.resolve("made/samples.npz").toString(); // three channels
        String idx = folder.resolve("images").toString();
        byte[] head = {0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 28, 0, 0, 0, 28};
        byte[] all = Arrays.copyOf(head, head.length + 5 * 784);
        Files.write(Path.of(idx), all);
        String[] cheap = {"--scores", "gradient-norm", "--bootstrap", "5", "--count"};
        Cli scored =
                run("ood", "tiny", "files", with(cheap, "5", "--out-of", pictures + "," + idx));
        assertThat(scored.err()).isEmpty();
        Map<?, ?> facts = json("files/ood.json");
        assertThat(((Map<?, ?>) facts.get("sets")).keySet().toString())
                .isEqualTo("[in, %s, %s]".formatted(pictures, idx));
        assertThat(run("ood", "tiny", "in", with(cheap, "2", "--in", idx)).err()).isEmpty();
        assertThat(json("in/ood.json").get("inSeenInTraining")).isEqualTo(false);

        assertThat(run("ood", "tiny", "npz", with(cheap, "5", "--out-of", npz)).err())
                .as("grey, stored as RGB")
                .isEmpty();
        Path large = folder.resolve("large.npz");
        Npz.write(large, Map.of("images", TensorData.of(new byte[5 * 900], 5, 30, 30)));
        assertThat(refused("tiny", with(cheap, "5", "--out-of", large.toString())))
                .contains("the images are 1x30x30", "the model expects 1x28x28");
        assertThat(refused("tiny", with(cheap, "6", "--out-of", idx)))
                .contains("--count is 6, but", "only 5 images");
        assertThat(refused("tiny", with(cheap, "3", "--in", idx, "--out-of", "flipped")))
                .contains("needs 3 images beyond the 3", "there are only 5");
        assertThat(refused("tiny", with(cheap, "5001"))).contains("there are only 10000");
        Files.createDirectories(folder.resolve("empty"));
        assertThat(refused("tiny", "--out-of", folder.resolve("empty").toString()))
                .contains("empty");
    }

    @Test
    void wrongInputIsOneSentenceAndLeavesNothing() {
        assertThat(refused("tiny", "--scores", "energy")).contains("implicit model");
        assertThat(refused("tiny", "--scores", "enrgy")).contains("--scores", "gradient-norm");
        assertThat(refused("tiny", "--scores", "steps,steps")).contains("contains a score twice");
        assertThat(refused("timed")).contains("the model takes time as an input");
        assertThat(refused("tiny", "--out-of", "nois")).contains("nois", "neither constant, noise");
        assertThat(refused("tiny", "--out-of", "noise,noise")).contains("contains noise twice");
        assertThat(refused("tiny", "--count", "0")).contains("--count must be at least 1");
        assertThat(refused("tiny", "--label", "10")).contains("labels 0 to 9");
        assertThat(refused("tiny", "--nodes", "0")).contains("nodes must lie in");
        assertThat(refused("tiny", "--bootstrap", "0")).contains("resamples must be at least 1");
        assertThat(refused("tiny", "--in", "nowhere.npz")).contains("there is no such file");
    }

    private static String refused(String run, String... more) {
        Cli made = run("ood", run, "refused", more);
        assertThat(made.exit()).as("%s", made).isEqualTo(2);
        assertThat(made.err()).startsWith("eqm: ");
        assertThat(folder.resolve("refused")).doesNotExist();
        return made.err();
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void neighboursOfTrainingImagesAreThemselves() throws IOException {
        Path idx = Path.of("..", "eqm-data/src/main/resources/dev/eqm/data/fashion-mnist");
        String images = idx.resolve("t10k-images-idx3-ubyte.gz").toString();
        Cli found = run("neighbours", "tiny", "own", "--of", images, "--count", "3", "--k", "4");
        assertThat(found.err()).isEmpty();
        List<?> rows = (List<?>) json("own/neighbours.json").get("neighbours");
        for (int i = 0; i < 3; i++) {
            List<?> row = (List<?>) rows.get(i);
            assertThat(row).hasSize(4);
            assertThat(row.get(0).toString()).startsWith("{index=" + i + ", distance=0.0, label=");
        }
        Picture sheet = Png.read(folder.resolve("own/neighbours.png"));
        SheetCells cells = new SheetCells(sheet, 3, 5, 28, 6, 17); // distances under pictures
        for (int row = 0; row < 3; row++) {
            assertThat(cells.cell(row, 1)).isEqualTo(cells.cell(row, 0));
            assertThat(cells.cell(row, 2)).isNotEqualTo(cells.cell(row, 0));
        }
    }

    @Test
    void newImagesAreLookedUpAndFlippedDataTwice() throws IOException {
        Cli made = run("neighbours", "tiny", "new", "--labels", "3", "--count", "2", "--k", "2");
        assertThat(made.err()).isEmpty();
        assertThat(json("new/neighbours.json").toString())
                .contains("mirroredToo=false", "labels=[3, 3]", "sampling=nag (eta");
        Cli flipped = run("neighbours", "timed", "flipped", "--count", "1", "--steps", "2");
        assertThat(flipped.err()).isEmpty();
        assertThat(flipped.out()).contains("searched 20000 images");
        assertThat(json("flipped/neighbours.json").get("mirroredToo")).isEqualTo(true);

        assertThat(run("neighbours", "tiny", "x", "--k", "10001").err())
                .contains("--k is 10001, but there are only 10000 images");
        assertThat(run("neighbours", "tiny", "x", "--count", "0").err()).contains("at least 1");
        assertThat(run("neighbours", "tiny", "x", "--of", "no", "--labels", "1").err())
                .contains("remove one of them");
        assertThat(run("neighbours", "tiny", "x", "--of", "no").err()).contains("no such file");
        assertThat(folder.resolve("x")).doesNotExist();
    }
}
