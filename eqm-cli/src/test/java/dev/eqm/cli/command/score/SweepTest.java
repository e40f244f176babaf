package dev.eqm.cli.command.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.command.Cli;
import dev.eqm.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm sweep} on a run of seconds. */
class SweepTest {
    @TempDir private static Path folder;

    @BeforeAll
    static void train() {
        assertThat(Cli.run(Cli.tinyTraining(folder.resolve("runs"))).err()).isEmpty();
    }

    private static Cli sweep(String out, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "sweep",
                                "--run",
                                folder.resolve("runs/tiny").toString(),
                                "--count",
                                "20",
                                "--features",
                                "pixels:2",
                                "--out",
                                folder.resolve(out).toString()));
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    private static List<Map<?, ?>> points(String out) throws IOException {
        Object json = Json.parse(Files.readString(folder.resolve(out).resolve("sweep.json")));
        List<Map<?, ?>> points = new ArrayList<>();
        ((List<?>) ((Map<?, ?>) json).get("points")).forEach(p -> points.add((Map<?, ?>) p));
        return points;
    }

    /** One way of 5 steps gives what evaluate finds with 2 steps and with 5. */
    @Test
    void oneWayGivesTheSamplesOfAllItsSteps() throws IOException {
        Cli cli = sweep("a", "--rule", "nag,gd", "--eta", "0.1", "--steps", "5,2");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .contains(
                        "Frechet distance [pixels-2] by rule (checkpoint 12, eta 0.1, cfg 2)",
                        "20 training images")
                .doesNotContain("FID", "FMD");
        List<Map<?, ?>> points = points("a");
        assertThat(points).hasSize(4);
        for (Map<?, ?> point : points) {
            Path json = folder.resolve("one.json");
            Cli one =
                    Cli.run(
                            "evaluate",
                            "--run",
                            folder.resolve("runs/tiny").toString(),
                            "--count",
                            "20",
                            "--labels",
                            "balanced",
                            "--features",
                            "pixels:2",
                            "--metrics",
                            "fid",
                            "--sampler",
                            (String) point.get("rule"),
                            "--eta",
                            "0.1",
                            "--steps",
                            point.get("steps").toString(),
                            "--json",
                            json.toString());
            assertThat(one.err()).isEmpty();
            Map<?, ?> report = (Map<?, ?>) Json.parse(Files.readString(json));
            Map<?, ?> score = (Map<?, ?>) ((List<?>) report.get("scores")).get(0);
            if (point.get("rule").equals("gd")) { // sweeps keep the run's mu, evaluate too
                assertThat(point.get("distance")).isEqualTo(score.get("value"));
                assertThat(point.get("low")).isEqualTo(score.get("low"));
            }
        }
        assertThat(folder.resolve("a/sweep.md")).content().contains("| gd |", "| nag |");
        assertThat(folder.resolve("a/sweep.png")).exists();
        assertThat(folder.resolve("a/sweep.svg")).exists();
    }

    @Test
    void goesOnWhereItWasKilledAndTakesNewPoints() throws IOException {
        String[] small = {"--eta", "0.1", "--steps", "2"};
        assertThat(sweep("b", small).err()).isEmpty();
        Path file = folder.resolve("b/points.jsonl");
        List<String> before = Files.readAllLines(file);
        assertThat(before).hasSize(2);
        String[] large = {"--eta", "0.1,0.2", "--steps", "2,4", "--checkpoints", "all"};
        assertThat(sweep("b", large).err()).isEmpty();
        List<String> after = Files.readAllLines(file);
        assertThat(after).hasSize(1 + 2 * 2 * 2);
        assertThat(after.subList(0, 2)).isEqualTo(before); // not sampled again
        Files.writeString(file, String.join("\n", after.subList(0, 5)) + "\n{\"half");
        assertThat(sweep("b", large).err()).isEmpty();
        assertThat(points("b").stream().<Object>map(p -> p.get("distance")).toList())
                .hasSize(8)
                .containsExactlyInAnyOrderElementsOf(distances(after));
        assertThat(sweep("b", "--seed", "1").err())
                .contains("belongs to another sweep", "--overwrite");
        assertThat(sweep("b", "--seed", "1", "--overwrite").err()).isEmpty();
    }

    private static List<Object> distances(List<String> lines) {
        List<Object> all = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            all.add(((Map<?, ?>) Json.parse(line)).get("distance"));
        }
        return all;
    }

    /** So large a step leaves all bounds: told, kept, and the shorter ways are still there. */
    @Test
    void divergingStepsAreTold() throws IOException {
        Cli cli = sweep("c", "--rule", "gd", "--eta", "1e30", "--steps", "1,3");
        assertThat(cli.exit()).isZero();
        assertThat(cli.out()).contains("steps 3 at 12: diverged", "| diverged |");
        assertThat(points("c")).anySatisfy(p -> assertThat(p.get("distance")).isNull());
    }

    @Test
    void saysWhatItCannotDo() {
        refused(sweep("d", "--rule", "gd,nagg"), "--rule nagg", "gd, nag");
        refused(sweep("d", "--checkpoints", "7"), "--checkpoints 7", "[6, 12]", "or all");
        refused(sweep("d", "--eta", "-1"), "--eta must be positive, got -1.0");
        refused(sweep("d", "--steps", "0"), "--steps must be at least 1, got 0");
        String run = folder.resolve("runs/tiny").toString();
        refused(Cli.run("sweep", "--run", run, "--count", "5"), "--count must be at least 20");
        refused(Cli.run("sweep", "--run", folder.toString()), "is not a run");
        refused(sweep("d", "--set", "gMin=3"), "--set gMin=0");
        refused(sweep("d", "--set", "schedule.kind=linear"), "schedule.kind=constant");
        refused(sweep("d", "--set", "method=integrate"), "integrator", "eqm evaluate");
        assertThat(folder.resolve("d")).doesNotExist();
    }

    private static void refused(Cli cli, String... words) {
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).contains(words);
    }
}
