package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.SheetCells;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The main path: train, look at what lies there, sample, inspect, resume. */
@ExtendWith(LeakCheck.class)
class TrainAndSampleTest {
    @TempDir private Path folder;

    @Test
    void trainingLeavesARunAndSamplingLeavesPictures() throws IOException {
        Cli trained = Cli.run(Cli.tinyTraining(folder));
        assertThat(trained.err()).isEmpty();
        assertThat(trained.exit()).isZero();
        assertThat(trained.out())
                .contains("step 12/12", "explained", "images/s", "left", "completed after");
        Path run = folder.resolve("tiny");
        assertThat(Files.readString(run.resolve("config.yaml")))
                .contains("patchSize: 7", "epsilon: 1.0e-8");
        List<String> metrics = Files.readAllLines(run.resolve("metrics.jsonl"));
        assertThat(metrics).hasSize(3);
        Map<?, ?> last = (Map<?, ?>) Json.parse(metrics.get(2));
        assertThat(last.get("step")).isEqualTo(12L);
        assertThat(run.resolve("checkpoints/00000006/state.json")).exists();
        assertThat(run.resolve("checkpoints/00000012/ema.safetensors")).exists();
        SheetCells grid = SheetCells.of(run.resolve("samples/00000012.png"), 1, 10, 28, 3);
        assertThat(grid.left()).isZero();
        assertThat(grid.top()).as("names of classes").isEqualTo(17);
        assertThat(run.resolve("samples/00000006.png")).exists();

        Path out = folder.resolve("pictures");
        Cli sampled = sample(run, out, "--seed", "3");
        assertThat(sampled.err()).isEmpty();
        assertThat(sampled.warnings())
                .contains("the model has learned almost nothing")
                .doesNotContain("still contain noise");
        assertThat(sampled.out())
                .contains("model weights", "00000012", "6 samples, 2 updates each");
        assertThat(out.resolve("000005.png")).exists();
        assertThat(out.resolve("000006.png")).doesNotExist();
        assertThat(out.resolve("grid.png")).exists();
        Map<String, TensorData> npz = Npz.read(out.resolve("samples.npz"));
        assertThat(npz.get("arr_0").shape()).containsExactly(6, 28, 28, 3);
        assertThat(npz.get("labels").longs()).containsExactly(0, 1, 2, 9, 0, 1);
        assertThat(Files.readString(out.resolve("labels.json")))
                .contains("{\"labels\":[0,1,2,9,0,1]", "\"Ankle boot\"");
        Path again = folder.resolve("again");
        sample(run, again, "--seed", "3");
        assertThat(again.resolve("samples.npz")).hasSameBinaryContentAs(out.resolve("samples.npz"));
        Path other = folder.resolve("other");
        sample(run, other, "--seed", "4");
        assertThat(Npz.read(other.resolve("samples.npz"))).isNotEqualTo(npz);

        Cli done = sample(run, out, "--seed", "3");
        assertThat(done.exit()).isZero();
        assertThat(done.out()).contains("already holds these 6 samples");
        Path fromRoot = folder.resolve("long");
        sample(run, fromRoot, "--set", "sampling.rule.eta=0.5", "--set", "sampling.rule.kind=gd");
        Path fromSection = folder.resolve("short");
        sample(run, fromSection, "--set", "rule.eta=0.5", "--set", "rule.kind=gd");
        assertThat(Files.readString(fromRoot.resolve("sampling.json")))
                .contains("GradientDescent[eta=0.5]")
                .isEqualTo(Files.readString(fromSection.resolve("sampling.json")));
        assertThat(sample(run, folder.resolve("x"), "--set", "sampling.rule.zeta=1").err())
                .contains("--set sampling.rule.zeta=1", "kind, eta, mu");
        Cli occupied = sample(run, out);
        assertThat(occupied.exit()).isEqualTo(2);
        assertThat(occupied.err()).contains("seed 3, now 0", "--overwrite");
        assertThat(sample(run, out, "--overwrite").exit()).isZero();
        Path foreign = Files.createDirectories(folder.resolve("mine/photos")).getParent();
        assertThat(sample(run, foreign).err()).contains("not empty", "--overwrite");
    }

    @Test
    void namesListsTrajectoriesAndNorms() throws IOException {
        Cli.run(Cli.tinyTraining(folder, "--set", "train.steps=1"));
        Path run = folder.resolve("tiny");
        assertThat(Files.readString(run.resolve("classes.json"))).contains("\"Sneaker\"");
        Path out = folder.resolve("out");
        List<String> args = List.of("sample", "--run", run.toString(), "--steps", "2", "--out");
        Cli named =
                Cli.run(
                        with(
                                args,
                                out.toString(),
                                "--count",
                                "6",
                                "--labels",
                                "bag,T-shirt/top,3-4",
                                "--format",
                                "norms,latents",
                                "--trajectory",
                                "0,2",
                                "--trajectory-samples",
                                "3"));
        assertThat(named.err()).isEmpty();
        assertThat(Npz.read(out.resolve("latents.npz")).get("labels").longs())
                .containsExactly(8, 0, 3, 4, 8, 0);
        SheetCells trajectory = SheetCells.of(out.resolve("trajectory.png"), 3, 2, 28, 9);
        assertThat(trajectory.top()).as("steps").isEqualTo(17);
        assertThat(trajectory.cell(0, 0)).isNotEqualTo(trajectory.cell(0, 1));
        assertThat(out.resolve("trajectory.gif")).exists();
        assertThat(Files.readAllLines(out.resolve("norms.json"))).hasSize(1 + 6 + 1);
        assertThat(out.resolve("norms.png")).exists();
        assertThat(out.resolve("grid.png")).doesNotExist();

        Path list = Files.writeString(folder.resolve("list"), "Coat\n7\n");
        Path listed = folder.resolve("listed");
        List<String> fromFile = with(args, listed.toString(), "--labels-file", list.toString());
        assertThat(Cli.run(fromFile).out()).contains("2 samples");
        assertThat(Files.readString(listed.resolve("labels.json"))).contains("[4,7]");
        Cli uneven = Cli.run(with(fromFile, "--count", "3"));
        assertThat(uneven.exit()).isEqualTo(2);
        assertThat(uneven.err()).contains("has 2 labels, but --count is 3");
        for (String kind : List.of("balanced", "random")) {
            List<String> drawn = with(args, folder.resolve(kind).toString(), "--labels", kind);
            assertThat(Cli.run(with(drawn, "--count", "20", "--format", "latents")).exit())
                    .isZero();
        }
        assertThat(Files.readString(folder.resolve("balanced/labels.json")))
                .contains("[0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9]");
        assertThat(Files.readString(folder.resolve("random/labels.json")))
                .doesNotContain("[0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9]");
    }

    private static List<String> with(List<String> args, String... more) {
        List<String> all = new ArrayList<>(args);
        all.addAll(List.of(more));
        return all;
    }

    private static Cli sample(Path run, Path out, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "sample",
                                "--run",
                                run.toString(),
                                "--out",
                                out.toString(),
                                "--count",
                                "6",
                                "--labels",
                                "0-2,9",
                                "--steps",
                                "2",
                                "--batch",
                                "4",
                                "--cfg",
                                "1.5",
                                "--format",
                                "png,grid,npz"));
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    /** What the machine decides is written down, and a resumed run keeps it. */
    @Test
    void whatIsLeftToTheMachineIsFixedWhenARunBegins() throws IOException {
        String[] open = {"--set", "precision=auto", "--set", "lanes=0"};
        Cli begun = Cli.run(Cli.tinyTraining(folder, with(open, "--set", "train.steps=6")));
        assertThat(begun.err()).isEmpty();
        assertThat(begun.out()).containsPattern("(float32|bfloat16) on cpu, \\d lanes?");
        String config = Files.readString(folder.resolve("tiny/config.yaml"));
        assertThat(config)
                .containsPattern("precision: (float32|bfloat16)")
                .containsPattern("lanes: [1-9]");
        Cli resumed = Cli.run(Cli.tinyTraining(folder, with(open, "--resume")));
        assertThat(resumed.err()).isEmpty();
        assertThat(resumed.out()).contains("resumed after step 6");
        Cli other = Cli.run(Cli.tinyTraining(folder, "--resume", "--set", "lanes=3"));
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err()).contains("lanes is", "now it would be 3");
    }

    private static String[] with(String[] some, String... more) {
        String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    @Test
    void aRunIsResumedAndNeverOverwritten() throws IOException {
        Cli.run(Cli.tinyTraining(folder, "--set", "train.steps=6"));
        Cli again = Cli.run(Cli.tinyTraining(folder));
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("already contains a run", "--resume");
        Cli changed =
                Cli.run(
                        Cli.tinyTraining(
                                folder, "--resume", "--set", "optimizer.learningRate=0.5"));
        assertThat(changed.exit()).isEqualTo(2);
        assertThat(changed.err()).contains("optimizer.learningRate", "0.002", "0.5");
        Cli resumed = Cli.run(Cli.tinyTraining(folder, "--resume"));
        assertThat(resumed.err()).isEmpty();
        assertThat(resumed.out()).contains("resumed after step 6", "step 12/12");
        Cli whole = Cli.run(Cli.tinyTraining(folder, "--set", "name=whole"));
        assertThat(whole.exit()).isZero();
        for (String file :
                List.of("model.safetensors", "ema.safetensors", "optimizer.safetensors")) {
            assertThat(folder.resolve("tiny/checkpoints/00000012").resolve(file))
                    .hasSameBinaryContentAs(
                            folder.resolve("whole/checkpoints/00000012").resolve(file));
        }
    }

    @Test
    void aSecondProcessOnARunIsRefused() {
        RunFolder run = new RunFolder(folder.resolve("tiny"));
        try (RunLock first = RunLock.of(run)) {
            Cli second = Cli.run(Cli.tinyTraining(folder));
            assertThat(second.exit()).isEqualTo(2);
            assertThat(second.err()).contains("another process is training this run");
            assertThat(run.config()).doesNotExist();
        }
        assertThat(Cli.run(Cli.tinyTraining(folder)).exit()).isZero();
    }

    @Test
    void aCheckpointThatCannotBeWrittenFailsTheRun() throws IOException {
        Files.createDirectory(folder.resolve("tiny"));
        Files.writeString(folder.resolve("tiny/checkpoints"), "in the way");
        Cli failed = Cli.run(Cli.tinyTraining(folder));
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.err()).contains("00000006", "cannot be written", "then resume");
    }

    @Test
    void aRunThatExplodesSaysWhereAndLeavesItsCheckpoints() {
        Cli exploded =
                Cli.run(
                        Cli.tinyTraining(
                                folder,
                                "--set",
                                "optimizer.learningRate=1e5",
                                "--set",
                                "train.steps=100",
                                "--set",
                                "train.checkpointEvery=1",
                                "--set",
                                "preview.every=0"));
        assertThat(exploded.exit()).isEqualTo(1);
        assertThat(exploded.err())
                .contains("step ", "gradient norm", "last good loss", "learningRate");
        assertThat(folder.resolve("tiny/checkpoints/00000001/state.json")).exists();
    }

    @Test
    void inspectShowsPresetsFilesAndCheckpoints() {
        assertThat(Cli.run("inspect").out()).contains("XL/2", "675,129,632", "118.62");
        Cli preset = Cli.run("inspect", "EqM-S/2", "--names");
        assertThat(preset.out())
                .contains(
                        "32,963,360 (32,865,056 trainable) in 132 tensors",
                        "blocks.11.mlp.fc2.bias");
        Cli.run(Cli.tinyTraining(folder, "--set", "train.steps=6"));
        Path checkpoint = folder.resolve("tiny/checkpoints/00000006");
        assertThat(Cli.run("inspect", checkpoint.toString()).out())
                .contains("step           6", "width 16", "eqm loss");
        Cli json = Cli.run("inspect", checkpoint.resolve("model.safetensors").toString(), "--json");
        Map<?, ?> facts = (Map<?, ?>) Json.parse(json.out());
        assertThat(((Map<?, ?>) facts.get("architecture")).get("patchSize")).isEqualTo(7L);
        assertThat(Cli.run("inspect", "XXL/2").err()).contains("XXL/2", "XL/2");
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : List.of("train", "sample", "toy", "inspect", "doctor")) {
            Cli help = Cli.run(command, "--help");
            assertThat(help.exit()).isZero();
            assertThat(help.out()).contains("Usage: eqm " + command);
        }
        assertThat(Cli.run("--version").out()).matches("eqm \\d+\\.\\d+\\.\\d+.*\\s*");
        assertThat(Cli.run("generate-completion").out()).contains("complete");
    }
}
