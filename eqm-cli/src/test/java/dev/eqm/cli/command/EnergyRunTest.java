package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of explicit energies: training, resuming, warm starts, both fields. */
class EnergyRunTest {
    @TempDir private Path folder;

    private Cli train(String name, String energy, String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--set",
                                "name=" + name,
                                "--set",
                                "model.energy=" + energy,
                                "--set",
                                "precision=float32",
                                "--set",
                                "lanes=1"));
        all.addAll(List.of(more));
        return Cli.run(Cli.tinyTraining(folder, all.toArray(String[]::new)));
    }

    private Cli sample(String run, String out, String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "sample",
                                "--run",
                                folder.resolve(run).toString(),
                                "--count",
                                "2",
                                "--out",
                                folder.resolve(out).toString()));
        all.addAll(List.of(more));
        return Cli.run(all.toArray(String[]::new));
    }

    private static Path newest(Path run) throws IOException {
        try (var all = Files.list(run.resolve("checkpoints"))) {
            return all.sorted().reduce((a, b) -> b).orElseThrow();
        }
    }

    private byte[] weights(String run) throws IOException {
        return Files.readAllBytes(newest(folder.resolve(run)).resolve("model.safetensors"));
    }

    @Test
    void aResumedRunEqualsAnUninterruptedOneAndBothFieldsAreSampled() throws IOException {
        assertThat(train("whole", "dot", "--set", "train.steps=6").err()).isEmpty();
        assertThat(train("parts", "dot", "--set", "train.steps=3").err()).isEmpty();
        assertThat(train("parts", "dot", "--set", "train.steps=6", "--resume").err()).isEmpty();
        assertThat(weights("parts")).isEqualTo(weights("whole"));
        assertThat(Files.readString(folder.resolve("whole/config.yaml"))).contains("energy: dot");

        assertThat(sample("whole", "true").err()).isEmpty();
        assertThat(sample("whole", "raw", "--field", "raw-output").err()).isEmpty();
        assertThat(Files.readAllBytes(folder.resolve("true/grid.png")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("raw/grid.png")));
    }

    /** What a guided field cannot tell is refused before anything is written. */
    @Test
    void guidedEnergiesAreRefusedAtOnce() {
        assertThat(train("e", "dot", "--set", "train.steps=1").err()).isEmpty();
        Cli armijo = sample("e", "x", "--sampler", "armijo", "--cfg", "2");
        assertThat(armijo.exit()).isEqualTo(2);
        assertThat(armijo.err()).contains("Armijo", "guided fields", "without guidance");
        Cli curves = sample("e", "x", "--format", "energies", "--cfg", "2");
        assertThat(curves.exit()).isEqualTo(2);
        assertThat(curves.err()).contains("a guided field has no energy; use --cfg 1");
        assertThat(folder.resolve("x")).doesNotExist();
        assertThat(sample("e", "plain", "--sampler", "armijo", "--cfg", "1").err()).isEmpty();
        assertThat(sample("e", "curves", "--format", "energies", "--cfg", "1").err()).isEmpty();
        assertThat(folder.resolve("curves/energies.json")).exists();
    }

    @Test
    void warmStartsFromAnImplicitRunAndResumes() throws IOException {
        assertThat(train("implicit", "none", "--set", "train.steps=3").err()).isEmpty();
        String from = folder.resolve("implicit").toString();
        Cli warm =
                train(
                        "warm",
                        "squared-norm-published",
                        "--warm-start",
                        from,
                        "--set",
                        "train.steps=3");
        assertThat(warm.err()).isEmpty();
        assertThat(warm.out()).contains("starting from the weights of", "model.safetensors");
        assertThat(Files.readString(folder.resolve("warm/config.yaml")))
                .contains("warmStart: ", "implicit/checkpoints/00000003/model.safetensors");
        Cli resumed = train("warm", "squared-norm-published", "--resume", "--set", "train.steps=6");
        assertThat(resumed.err()).isEmpty();
        Cli whole =
                train(
                        "whole",
                        "squared-norm-published",
                        "--warm-start",
                        from,
                        "--set",
                        "train.steps=6");
        assertThat(whole.err()).isEmpty();
        assertThat(weights("warm")).isEqualTo(weights("whole"));
        assertThat(weights("warm")).isNotEqualTo(weights("implicit"));

        Cli both = train("warm", "dot", "--resume", "--warm-start", from);
        assertThat(both.exit()).isEqualTo(2);
        assertThat(both.err()).contains("remove one of them");
        Cli other = train("other", "dot", "--warm-start", from, "--set", "model.imageSize=14");
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err()).contains("its network differs from the run's", "imageSize");
        Cli nowhere = train("other", "dot", "--warm-start", folder.resolve("none").toString());
        assertThat(nowhere.exit()).isEqualTo(2);
        assertThat(nowhere.err()).contains("no such run or checkpoint");
        assertThat(folder.resolve("other")).doesNotExist();
        Cli raw = sample("implicit", "raw", "--field", "raw-output");
        assertThat(raw.exit()).isEqualTo(2);
        assertThat(raw.err()).contains("has no explicit energy");
    }

    @Test
    void refusesTimeAndUnknownEnergies() {
        Cli timed = train("timed", "dot", "--set", "model.timeConditional=true");
        assertThat(timed.exit()).isEqualTo(2);
        assertThat(timed.err()).contains("timeConditional to false");
        Cli unknown = train("unknown", "dott");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("dot", "squared-norm-published");
        assertThat(folder).isEmptyDirectory();
    }
}
