package dev.eqm.cli.command.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.command.Cli;
import dev.eqm.core.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluation: {every: N}} in training. */
class TrainingEvaluationTest {
    @TempDir private Path folder;

    private Cli train(String name, String... more) {
        List<String> args = new ArrayList<>(List.of("--set", "name=" + name));
        for (String setting : more) {
            if (!setting.startsWith("--")) {
                args.add("--set");
            }
            args.add(setting);
        }
        return Cli.run(Cli.tinyTraining(folder, args.toArray(String[]::new)));
    }

    private List<Map<?, ?>> lines(String name) throws IOException {
        List<Map<?, ?>> all = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(name).resolve("metrics.jsonl"))) {
            all.add((Map<?, ?>) Json.parse(line));
        }
        return all;
    }

    private static List<Object> values(List<Map<?, ?>> lines, String key) {
        return lines.stream().filter(l -> l.containsKey(key)).<Object>map(l -> l.get(key)).toList();
    }

    /** Every 8 of 12 steps, and at the end. */
    @Test
    void scoresStandInMetricsAndConsoleAndTrainingIsAsWithout() throws IOException {
        Cli with =
                train(
                        "with",
                        "evaluation.every=8",
                        "evaluation.count=70",
                        "evaluation.labels=uniform");
        assertThat(with.err()).isEmpty();
        assertThat(with.out()).contains("step 8  FMD ", "step 12  FMD ", "for 70 samples");
        assertThat(with.out()).doesNotContain("FID");
        List<Map<?, ?>> lines = lines("with");
        List<Map<?, ?>> scored = lines.stream().filter(l -> l.containsKey("evaluation")).toList();
        assertThat(values(scored, "step")).containsExactly(8L, 12L);
        Map<?, ?> scores = (Map<?, ?>) scored.get(0).get("evaluation");
        assertThat(scores.keySet())
                .map(Object::toString)
                .containsExactly("FMD", "FMD low", "FMD high", "class agreement");
        assertThat((Double) scores.get("FMD")).isGreaterThan(10);
        assertThat(train("without").err()).isEmpty();
        List<Map<?, ?>> plain = lines("without");
        assertThat(values(plain, "evaluation")).isEmpty();
        assertThat(values(lines, "loss")).isEqualTo(values(plain, "loss")).hasSize(3);
        assertThat(values(lines, "gradientNorm")).isEqualTo(values(plain, "gradientNorm"));
        try (var files = Files.list(folder.resolve("with"))) {
            Path events =
                    files.filter(f -> f.getFileName().toString().startsWith("events"))
                            .findFirst()
                            .get();
            assertThat(new String(Files.readAllBytes(events), StandardCharsets.ISO_8859_1))
                    .contains("evaluation/FMD");
        }
    }

    /** Half a run and its continuation score as the whole run does. */
    @Test
    void resumedRunsScoreAsWholeOnes() throws IOException {
        String[] settings = {
            "evaluation.every=3",
            "evaluation.count=20",
            "evaluation.features=pixels:2",
            "tensorboard=false"
        };
        assertThat(train("whole", settings).err()).isEmpty();
        List<String> half = new ArrayList<>(List.of(settings));
        half.add("train.steps=6");
        assertThat(train("halves", half.toArray(String[]::new)).err()).isEmpty();
        List<String> rest = new ArrayList<>(List.of(settings));
        rest.add("--resume");
        assertThat(train("halves", rest.toArray(String[]::new)).err()).isEmpty();
        List<Object> whole = values(lines("whole"), "evaluation");
        assertThat(whole).hasSize(4);
        assertThat(values(lines("halves"), "evaluation")).isEqualTo(whole);
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsWritten() {
        String on = "evaluation.every=4";
        refused(
                train("a", on, "evaluation.count=64"),
                "evaluation.count is 64",
                "fmnist28",
                "at least 65");
        refused(train("a", on, "evaluation.count=19"), "count must be at least 20");
        refused(train("a", on, "evaluation.labels=some"), "balanced or uniform", "some");
        refused(train("a", on, "evaluation.features=fid"), "features fid", "fmnist28");
        refused(
                train("a", on, "evaluation.features=pixels:99"),
                "evaluation: side must lie in [0, 28]");
        refused(train("a", on, "evaluation.reference=" + folder.resolve("none.npz")), "none.npz");
        assertThat(folder.resolve("a/config.yaml")).doesNotExist();
    }

    private static void refused(Cli cli, String... words) {
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).contains(words);
    }
}
