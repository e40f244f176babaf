package dev.eqm.cli.command.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.command.Cli;
import dev.eqm.core.data.Png;
import dev.eqm.core.store.Json;
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

@ExtendWith(LeakCheck.class)
class StripCommandTest {

    @TempDir private static Path folder;

    @BeforeAll
    static void train() {
        for (String name : List.of("eqm", "flow")) {
            List<String> args = Cli.tinyTraining(folder, "--set", "lanes=1");
            args.addAll(List.of("--set", "name=" + name));
            if (name.equals("flow")) {
                args.addAll(
                        List.of(
                                "--set",
                                "model.timeConditional=true",
                                "--set",
                                "loss={kind: flow-matching}"));
            }
            assertThat(Cli.run(args).err()).isEmpty();
        }
    }

    private static Cli run(String command, String run, String out, String... more) {
        List<String> all =
                new ArrayList<>(List.of(command, "--run", folder.resolve(run).toString()));
        all.addAll(List.of("--out", folder.resolve(out).toString()));
        all.addAll(List.of(more));
        return Cli.run(all);
    }

    private static Cli beside(String out, String... more) {
        List<String> all = new ArrayList<>(List.of("--beside", folder.resolve("flow").toString()));
        all.addAll(List.of(more));
        return run("strip", "eqm", out, all.toArray(String[]::new));
    }

    @Test
    void rowsBeginTogetherAndEndAsSamples() throws IOException {
        Cli made =
                beside(
                        "both",
                        "--labels",
                        "3,Bag",
                        "--steps",
                        "5",
                        "--cfg",
                        "2",
                        "--eta",
                        "0.5",
                        "--steps-shown",
                        "0,1,5",
                        "--set-beside",
                        "sampling.integrator.kind=euler");
        assertThat(made.err()).isEmpty();
        assertThat(made.out()).contains("upper rows: eqm-", "lower rows: flow-", "[0, 1, 5]");
        SheetCells strip = SheetCells.of(folder.resolve("both/strip.png"), 4, 3, 28, 9);
        assertThat(strip.top()).as("steps").isEqualTo(17);
        assertThat(strip.left()).as("classes and runs").isGreaterThan(30);
        for (int sample = 0; sample < 2; sample++) {
            byte[] noise = strip.cell(2 * sample, 0);
            assertThat(strip.cell(2 * sample + 1, 0)).isEqualTo(noise);
            assertThat(Arrays.equals(strip.cell(2 * sample, 1), noise)).isFalse();
            assertThat(strip.cell(2 * sample + 1, 2)).isNotEqualTo(strip.cell(2 * sample, 2));
        }
        for (String name : List.of("eqm", "flow")) {
            String[] how =
                    name.equals("eqm")
                            ? new String[] {
                                "--labels", "3,Bag", "--steps", "5", "--cfg", "2", "--eta", "0.5"
                            }
                            : new String[] {
                                "--labels",
                                "3,Bag",
                                "--steps",
                                "5",
                                "--cfg",
                                "2",
                                "--sampler",
                                "euler"
                            };
            List<String> all = new ArrayList<>(List.of(how));
            all.addAll(List.of("--count", "2", "--columns", "1", "--format", "grid"));
            assertThat(run("sample", name, "s" + name, all.toArray(String[]::new)).err()).isEmpty();
            Path file = folder.resolve("s" + name + "/grid.png");
            SheetCells grid = new SheetCells(Png.read(file), 2, 1, 28, 9, 17);
            for (int sample = 0; sample < 2; sample++) {
                int row = 2 * sample + (name.equals("eqm") ? 0 : 1);
                assertThat(strip.cell(row, 2)).isEqualTo(grid.cell(sample, 0));
            }
        }
        Map<?, ?> facts =
                (Map<?, ?>) Json.parse(Files.readString(folder.resolve("both/strip.json")));
        assertThat(facts.get("steps")).isEqualTo(List.of(0L, 1L, 5L));
        assertThat(facts.get("labels")).isEqualTo(List.of(3L, 8L));
        List<?> runs = (List<?>) facts.get("runs");
        assertThat(runs.get(0).toString()).contains("nag (eta").doesNotContain("nesterov");
        assertThat(runs.get(1).toString()).contains("flow-", "euler");
        List<?> distances = (List<?>) ((Map<?, ?>) runs.get(0)).get("distanceToEnd");
        assertThat(((List<?>) distances.get(0)).get(2)).isEqualTo(0.0);
        assertThat((Double) ((List<?>) distances.get(0)).get(0)).isPositive();
    }

    @Test
    void oneRunAloneAndAnAdaptiveSolver() {
        assertThat(run("strip", "eqm", "alone", "--labels", "0-2", "--steps-shown", "4").err())
                .isEmpty();
        SheetCells strip = SheetCells.of(folder.resolve("alone/strip.png"), 3, 4, 28, 8);
        assertThat(strip.top()).isEqualTo(17);
        assertThat(strip.cell(0, 0)).isNotEqualTo(strip.cell(1, 0));
        Cli ends = beside("ends", "--labels", "1", "--set-beside", "integrator.kind=dopri5");
        assertThat(ends.err()).isEmpty();
        assertThat(ends.out()).contains("[0, 1]");
    }

    @Test
    void wrongInputIsRefused() {
        refused(run("strip", "eqm", "x", "--set-beside", "steps=3"), "--set-beside needs --beside");
        refused(beside("x", "--labels", "3,11"), "labels 0 to 9");
        refused(beside("x", "--steps-shown", "0,99"), "no frame can be taken after step 99");
        refused(beside("x", "--set-beside", "stepz=3"), "stepz");
        refused(beside("x", "--set-beside", "sampling.stepz=3"), "stepz", "steps");
        refused(beside("x", "--count", "0"), "--count must be at least 1");
        refused(run("strip", "eqm", "x", "--beside", folder.resolve("no").toString()), "no such");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    private static void refused(Cli cli, String... words) {
        assertThat(cli.exit()).as("%s", cli).isEqualTo(2);
        assertThat(cli.err()).startsWith("eqm: ").contains(words);
    }
}
