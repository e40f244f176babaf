package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm sample --g-min} and the update rules, on a frozen run. */
class AdaptiveSampleTest {
    @TempDir private Path out;

    private Cli sample(String folder, String... more) throws URISyntaxException {
        Path run = Path.of(OldRunTest.class.getResource("old-run").toURI());
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "sample",
                                "--run",
                                run.toString(),
                                "--out",
                                out.resolve(folder).toString(),
                                "--count",
                                "4"));
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    @Test
    void stepsAreWrittenAndToldWhereTheMaximumIsHit() throws IOException, URISyntaxException {
        Cli run = sample("a", "--g-min", "1e-6", "--max-steps", "3", "--trajectory", "0,2,3");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "3 updates each, 4 of them reached the maximum of 3 steps above g_min 1.0E-6",
                        "NFE 6 each");
        Map<?, ?> steps = (Map<?, ?>) Json.parse(Files.readString(out.resolve("a/steps.json")));
        assertThat(steps.get("steps")).isEqualTo(List.of(3L, 3L, 3L, 3L));
        assertThat(out.resolve("a/steps.png")).exists();
        assertThat(out.resolve("a/trajectory.png")).exists();
    }

    @Test
    void samplesThatBeginBelowStopAtOnceAndStayInLaterFrames()
            throws IOException, URISyntaxException {
        Cli run = sample("b", "--g-min", "1e6", "--max-steps", "9", "--trajectory", "0,5,9");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("1 updates each, 0 of them reached the maximum");
        assertThat(out.resolve("b/trajectory.gif")).exists();
    }

    @Test
    void rulesAndSchedulesTakeTheirValuesFromSettings() throws URISyntaxException {
        String[] rules = {"nesterov", "heavy-ball", "adam", "rms", "bb", "langevin"};
        for (String rule : rules) {
            Cli run = sample(rule, "--sampler", rule, "--steps", "2", "--eta", "0.01");
            assertThat(run.err()).as(rule).isEmpty();
        }
        Cli set =
                sample(
                        "set",
                        "--sampler",
                        "adam",
                        "--set",
                        "rule.beta1=0.5",
                        "--schedule",
                        "cosine",
                        "--set",
                        "schedule.end=0.1",
                        "--steps",
                        "2");
        assertThat(set.err()).isEmpty();
        Cli wrong = sample("wrong", "--sampler", "adam", "--set", "rule.beta1=1");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("rule.beta1", "must lie in [0, 1)");
    }

    @Test
    void whatNeedsEnergiesIsRefusedBeforeAnythingIsWritten() throws URISyntaxException {
        Cli armijo = sample("c", "--sampler", "armijo");
        assertThat(armijo.exit()).isEqualTo(2);
        assertThat(armijo.err())
                .contains("compares energies, but only the gradient of this field is known");
        Cli energies = sample("c", "--format", "energies");
        assertThat(energies.exit()).isEqualTo(2);
        assertThat(energies.err()).contains("--format energies: the model has an implicit energy");
        assertThat(out.resolve("c")).doesNotExist();
    }
}
