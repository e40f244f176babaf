package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.Json;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code train.recompute} and {@code tf32} as users meet them. */
@ExtendWith(LeakCheck.class)
class RecomputeRunTest {
    @TempDir private Path folder;

    private Cli train(String name, String... more) {
        List<String> args = Cli.tinyTraining(folder, "--set", "name=" + name);
        args.addAll(List.of("--set", "preview.every=0"));
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    private List<Object> losses(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name).resolve("metrics.jsonl")).stream()
                .map(line -> ((Map<?, ?>) Json.parse(line)).get("loss"))
                .map(Object.class::cast)
                .toList();
    }

    @Test
    void theLossesAreThoseOfAnOrdinaryRun() throws IOException {
        assertThat(train("kept").exit()).isZero();
        assertThat(train("again", "--set", "train.recompute=true").exit()).isZero();
        assertThat(losses("again")).hasSize(3).doesNotContainNull().isEqualTo(losses("kept"));
        assertThat(Files.readString(folder.resolve("again/config.yaml")))
                .contains("recompute: true");
        // and it may be changed when a run goes on
        Cli more =
                train(
                        "kept",
                        "--resume",
                        "--set",
                        "train.recompute=true",
                        "--set",
                        "train.steps=16");
        assertThat(more.err()).isEmpty();
        assertThat(more.exit()).isZero();
        assertThat(losses("kept")).hasSize(4);
    }

    @Test
    void energiesAndNetworksWithoutBlocksAreRefused() {
        Cli energy = train("e", "--set", "train.recompute=true", "--set", "model.energy=dot");
        assertThat(energy.exit()).isEqualTo(2);
        assertThat(energy.err())
                .contains("train.recompute", "explicit energies (model.energy)", "set it to false");
        Cli mlp =
                Cli.run(
                        "train",
                        "--config",
                        Cli.config("toy-2d.yaml").toString(),
                        "--set",
                        "runs=" + folder,
                        "--set",
                        "train.recompute=true");
        assertThat(mlp.exit()).isEqualTo(2);
        assertThat(mlp.err())
                .contains("train.recompute", "transformer blocks (SiT)", "set it to false");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void tf32IsWithoutEffectOnACpuAndSaysSo() throws IOException {
        Cli cli = train("rounded", "--set", "tf32=true");
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("float32 (tf32: true has an effect only on CUDA)");
        assertThat(train("kept").exit()).isZero();
        assertThat(losses("rounded")).isEqualTo(losses("kept"));
        Cli changed = train("kept", "--resume", "--set", "tf32=true");
        assertThat(changed.exit()).isEqualTo(2);
        assertThat(changed.err()).contains("tf32 is false, but now it would be true");
    }

    @Test
    void theDoctorSaysWhatLibtorchAllows() {
        assertThat(Cli.run("doctor", "--device", "cpu").out())
                .containsPattern("tf32 +(products (off|allowed), convolutions|not known)");
    }
}
