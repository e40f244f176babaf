package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.testing.SheetCells;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that mix fields, start elsewhere or follow a velocity, on tiny runs. */
class FieldCommandsTest {

    @TempDir private static Path folder;

    @BeforeAll
    static void train() {
        assertThat(Cli.run(Cli.tinyTraining(folder)).err()).isEmpty();
        List<String> flow =
                Cli.tinyTraining(
                        folder,
                        "--set",
                        "name=flow",
                        "--set",
                        "model.timeConditional=true",
                        "--set",
                        "loss={kind: flow-matching}");
        assertThat(Cli.run(flow).err()).isEmpty();
    }

    private static Cli run(String command, String run, String out, String... more) {
        List<String> all =
                new ArrayList<>(List.of(command, "--run", folder.resolve(run).toString()));
        all.addAll(List.of("--out", folder.resolve(out).toString()));
        all.addAll(List.of(more));
        return Cli.run(all);
    }

    @Test
    void knownPixelsAreThoseOfTheImage() {
        Cli made = run("inpaint", "tiny", "in", "--mask", "left", "--count", "2");
        assertThat(made.err()).isEmpty();
        SheetCells sheet = SheetCells.of(folder.resolve("in/inpaint.png"), 2, 6, 28, 5);
        assertThat(sheet.left()).as("names of classes").isPositive();
        assertThat(sheet.top()).as("image, known, filled").isPositive();
        for (int row = 0; row < 2; row++) {
            for (int completion = 2; completion < 6; completion++) {
                assertThat(half(sheet, row, completion, 14)).isEqualTo(half(sheet, row, 0, 14));
                assertThat(half(sheet, row, completion, 0)).isNotEqualTo(half(sheet, row, 0, 0));
            }
        }
    }

    private static List<Byte> half(SheetCells sheet, int row, int column, int from) {
        List<Byte> pixels = new ArrayList<>();
        byte[] cell = sheet.cell(row, column);
        for (int y = 0; y < 28; y++) {
            for (int x = from; x < from + 14; x++) {
                pixels.add(cell[28 * y + x]);
            }
        }
        return pixels;
    }

    @Test
    void denoisesAnEqmRunAndAFlowMatchingRun() {
        for (String name : List.of("tiny", "flow")) {
            Cli made = run("denoise", name, "de-" + name, "--gamma", "0.2,0.9", "--count", "3");
            assertThat(made.err()).isEmpty();
            assertThat(made.out()).contains("gamma 0.200", "gamma 0.900");
            Path sheet = folder.resolve("de-" + name + "/denoise.png");
            SheetCells cells = SheetCells.of(sheet, 5, 3, 28, 9);
            assertThat(cells.top()).isEqualTo(17);
            assertThat(cells.cell(0, 0)).isNotEqualTo(cells.cell(1, 0));
        }
    }

    @Test
    void composesLabels() {
        Cli made =
                run(
                        "compose",
                        "tiny",
                        "co",
                        "--labels",
                        "3,7",
                        "--labels",
                        "Bag,1",
                        "--count",
                        "2");
        assertThat(made.err()).isEmpty();
        SheetCells cells = SheetCells.of(folder.resolve("co/compose.png"), 2, 2, 28, 9);
        assertThat(cells.top()).isZero();
        assertThat(cells.left()).as("names of sums").isPositive();
    }

    @Test
    void integratorsSampleBothKindsOfRuns() {
        for (String sampler : List.of("euler", "midpoint", "heun", "dopri5")) {
            for (String name : List.of("tiny", "flow")) {
                String out = sampler + "-" + name;
                Cli made = run("sample", name, out, "--count", "2", "--sampler", sampler);
                assertThat(made.err()).as(out).isEmpty();
                assertThat(folder.resolve(out).resolve("grid.png")).exists();
                if (sampler.equals("dopri5")) {
                    assertThat(made.out()).contains("accepted steps", "NFE ");
                    assertThat(made.out()).doesNotContain("updates each");
                } else {
                    int guided = sampler.equals("euler") ? 3 : 6; // answers, with and without label
                    assertThat(made.out()).contains("3 updates each, NFE " + 2 * guided + " each");
                }
            }
        }
        assertThat(run("sample", "flow", "sde", "--count", "2", "--sampler", "sde-heun").err())
                .isEmpty();
    }

    @Test
    void wrongInputIsOneSentenceAndLeavesNothing() {
        assertThat(refused("compose", "tiny", "--labels", "3,11")).contains("11");
        assertThat(refused("compose", "tiny", "--labels", "3,7", "--weights", "1")).contains("1");
        assertThat(refused("denoise", "tiny", "--gamma", "1.5")).contains("[0, 1]", "1.5");
        assertThat(refused("inpaint", "tiny", "--mask", "nowhere.png")).contains("nowhere.png");
        assertThat(refused("inpaint", "tiny", "--mask", "left", "--ramp", "9")).contains("--ramp");
        assertThat(refused("sample", "tiny", "--sampler", "sde-euler")).contains("no time");
        assertThat(refused("sample", "flow", "--sampler", "nag")).contains("integrator");
    }

    private static String refused(String command, String run, String... more) {
        Cli made = run(command, run, "refused", more);
        assertThat(made.exit()).as("%s", made).isEqualTo(2);
        assertThat(made.err()).startsWith("eqm: ");
        assertThat(Files.exists(folder.resolve("refused"))).as("%s", made).isFalse();
        return made.err();
    }
}
