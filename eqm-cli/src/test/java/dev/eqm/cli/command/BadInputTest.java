package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Bad input: one clear error, exit code 2, nothing written. */
@ExtendWith(LeakCheck.class)
class BadInputTest {
    @TempDir private Path folder;

    private void refused(Cli cli, String... words) throws IOException {
        assertThat(cli.exit()).as(cli.err()).isEqualTo(2);
        assertThat(cli.err()).startsWith("eqm: ").contains(words).doesNotContain("\tat ");
        assertThat(folder.resolve("runs")).doesNotExist();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private Cli trainWith(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), yaml);
        return Cli.run(
                "train", "--config", file.toString(), "--set", "runs=" + folder.resolve("runs"));
    }

    private Cli trainSetting(String setting) {
        return Cli.run(Cli.tinyTraining(folder.resolve("runs"), "--set", setting));
    }

    @Test
    void anUnknownKeyIsNamedWithItsLineAndTheNearestKnownOne() throws IOException {
        refused(
                trainWith("name: x\ntrain:\n  batchSzie: 4\n"),
                "mine.yaml:3:3",
                "train.batchSzie",
                "batchSize");
    }

    @Test
    void aWrongTypeIsNamedWithItsLine() throws IOException {
        refused(trainWith("train:\n  steps: many\n"), "mine.yaml:2", "train.steps", "many");
        refused(trainWith("data: {flip: yes}\n"), "mine.yaml:1", "data.flip", "yes");
    }

    @Test
    void aTruncatedDecayThatNeverFallsIsRefused() throws IOException {
        refused(
                trainWith("loss:\n  kind: eqm\n  schedule:\n    kind: truncated\n    a: 1.0\n"),
                "mine.yaml:5",
                "loss.schedule.a",
                "[0, 1)",
                "1.0");
    }

    @Test
    void aConstantScheduleIsNoEquilibrium() throws IOException {
        refused(
                trainWith("loss: {kind: eqm, schedule: {kind: constant, lambda: 2.0}}\n"),
                "mine.yaml:1",
                "c(1)",
                "must be 0");
    }

    @Test
    void aBatchOfZeroIsRefused() throws IOException {
        refused(
                trainWith("train: {batchSize: 0}\n"),
                "mine.yaml:1",
                "train.batchSize",
                "at least 1");
        refused(trainSetting("train.batchSize=0"), "--set train.batchSize=0", "at least 1");
    }

    @Test
    void trainingOptionsAreChecked() throws IOException {
        refused(trainSetting("train.microBatch=5"), "train.microBatch", "[0, 4]", "batchSize");
        refused(trainSetting("train.clipNorm=-1.0"), "train.clipNorm", "negative", "-1.0");
        refused(trainSetting("train.gamma=strata"), "train.gamma", "stratified", "strata");
        refused(trainSetting("train.onBadStep=ignore"), "train.onBadStep", "skip", "ignore");
        refused(trainSetting("train.badStepLimit=0"), "train.badStepLimit", "at least 1");
        refused(trainSetting("rate.kind=cosin"), "rate.kind", "cosine", "cosin");
        refused(trainSetting("rate.warmup=-1"), "rate.warmup", "negative", "-1");
        refused(
                trainWith("rate: {kind: cosine, floor: 1.0}\n"),
                "mine.yaml:1",
                "rate.floor",
                "1.0");
        refused(trainWith("ema: {others: [2.0]}\n"), "mine.yaml:1", "ema.others", "[0, 1)");
        refused(trainWith("ema: {decay: 0.9, others: [0.9]}\n"), "ema.others", "differ");
    }

    @Test
    void lossAndNetworkMustAgreeOnTime() throws IOException {
        refused(trainWith("loss: {kind: flow-matching}\n"), "loss", "timeConditional");
        refused(
                trainWith(
                        "loss: {kind: unconditional-flow-matching}\nmodel: {timeConditional: true}\n"),
                "timeConditional");
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        refused(Cli.run("train", "--config", folder.resolve("none.yaml").toString()), "none.yaml");
        refused(
                Cli.run("train", "--config", folder.resolve("fashion-mnits").toString()),
                "fashion-mnits");
        refused(
                Cli.run(
                        "sample",
                        "--checkpoint",
                        folder.resolve("none").toString(),
                        "--out",
                        folder.resolve("out").toString()),
                "none",
                "no such checkpoint");
        refused(Cli.run("sample", "--run", folder.toString()), "config.yaml");
        refused(Cli.run("doctor", "--golden", folder.resolve("none").toString()), "none");
        refused(
                Cli.run(
                        "train",
                        "--config",
                        Cli.config("imagenet-xl2.yaml").toString(),
                        "--set",
                        "runs=" + folder.resolve("runs")),
                "imagenet-latents",
                "'latents'",
                "'labels'");
    }

    @Test
    void dataThatDoNotFitTheModelAreRefused() throws IOException {
        refused(trainSetting("model.channels=3"), "3x28x28", "1x28x28");
        refused(trainSetting("model.classes=9"), "9", "10");
        refused(trainSetting("model.imageSize=27"), "imageSize", "multiple of patchSize");
    }

    @Test
    void anIdxFileWithAWrongMagicNumberIsRefused() throws IOException {
        Path images = Files.write(folder.resolve("images"), new byte[] {0, 0, 9, 3, 0, 0, 0, 1});
        Path labels = Files.write(folder.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 0});
        refused(
                trainWith(
                        "data: {source: {kind: idx, images: "
                                + images
                                + ", labels: "
                                + labels
                                + ", classes: 10}}\n"),
                "images",
                "0x00000903",
                "0x00000803");
    }

    @Test
    void damagedModelFilesAreRefusedByName() throws IOException {
        Cli.run(Cli.tinyTraining(folder.resolve("kept"), "--set", "train.steps=1"));
        Path model = folder.resolve("kept/tiny/checkpoints/00000001/ema.safetensors");
        byte[] whole = Files.readAllBytes(model);
        refusedFile(Arrays.copyOf(whole, whole.length - 100), "data");
        refusedFile(Arrays.copyOf(whole, 5), "5 bytes");
        byte[] huge = whole.clone();
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1L << 60);
        refusedFile(huge, "1152921504606846976");
        String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
        String otherWidth = text.replace("\\\"width\\\":16", "\\\"width\\\":32");
        assertThat(otherWidth).isNotEqualTo(text);
        refusedFile(
                otherWidth.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                "pos_embed",
                "32",
                "16");
        refusedFile(
                text.replace("eqm.architecture", "eqm.architectura")
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                "eqm.architecture");
    }

    private void refusedFile(byte[] content, String... words) throws IOException {
        Path file = Files.write(folder.resolve("bad.safetensors"), content);
        Cli cli =
                Cli.run(
                        "sample",
                        "--checkpoint",
                        file.toString(),
                        "--out",
                        folder.resolve("out").toString());
        refused(cli, words);
        assertThat(cli.err()).contains("bad.safetensors");
    }

    @Test
    void aCheckpointOfAnotherArchitectureDoesNotResume() throws IOException {
        Path runs = folder.resolve("kept");
        Cli.run(Cli.tinyTraining(runs, "--set", "train.steps=1"));
        Cli.run(
                Cli.tinyTraining(
                        runs,
                        "--set",
                        "train.steps=1",
                        "--set",
                        "name=wide",
                        "--set",
                        "model.backbone.width=32"));
        Path mine = runs.resolve("tiny/checkpoints/00000001");
        try (Stream<Path> files = Files.list(runs.resolve("wide/checkpoints/00000001"))) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        mine.resolve(file.getFileName()),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Cli cli = Cli.run(Cli.tinyTraining(runs, "--resume"));
        refused(cli, "architecture", "width 32", "width 16");
    }

    @Test
    void anNpzOfAWrongShapeIsRefused() throws IOException {
        Path golden = Files.createDirectory(folder.resolve("golden"));
        Files.writeString(
                golden.resolve("cases.json"),
                "{\"format\":1,\"models\":{},\"cases\":[{\"id\":\"08_ema\",\"file\":\"a.npz\","
                        + "\"arrays\":{\"param\":{\"shape\":[2],\"dtype\":\"float32\",\"role\":\"input\"},"
                        + "\"ema\":{\"shape\":[2],\"dtype\":\"float32\",\"role\":\"input\"},"
                        + "\"ema_decay_0.9\":{\"shape\":[2],\"dtype\":\"float32\",\"role\":\"expected\",\"atol\":1e-6,\"rtol\":0}}}]}");
        Npz.write(
                golden.resolve("a.npz"),
                Map.of(
                        "param",
                        TensorData.of(new float[3], 3),
                        "ema",
                        TensorData.of(new float[2], 2),
                        "ema_decay_0.9",
                        TensorData.of(new float[2], 2)));
        Cli cli = Cli.run("doctor", "--golden", golden.toString());
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.out()).contains("08_ema", "param", "[3]", "[2]");
    }

    @Test
    void samplingOptionsAreChecked() throws IOException {
        Cli.run(Cli.tinyTraining(folder.resolve("kept"), "--set", "train.steps=1"));
        refused(sample("--labels", "0-10"), "0-10", "10 classes");
        refused(sample("--eta", "-1"), "--eta must be at least 0, got -1");
        refused(sample("--sampler", "nagg"), "nagg", "nag");
        refused(sample("--sampler", "gd", "--mu", "0.3"), "--mu has no effect with gd", "nag");
        refused(sample("--sampler", "ddim"), "langevin", "sde-heun");
        refused(sample("--steps", "0"), "--steps must be at least 1, got 0");
        refused(sample("--count", "0"), "count must be at least 1");
        refused(sample("--device", "cuda:7"), "cuda:7", "CUDA devices");
        refused(sample("--guided-channels", "2", "--cfg", "2"), "2", "1");
        refused(sample("--frobnicate"), "--frobnicate");
        refused(sample("--labels", "Bagg"), "'Bagg'", "Bag");
        refused(sample("--labels-file", folder.resolve("none").toString()), "none", "no such file");
        refused(sample("--labels", "1", "--labels-file", "x"), "--labels");
        refused(sample("--trajectory", "1"), "at least 2 frames");
        refused(sample("--trajectory", "0,999"), "no frame can be taken after step 999");
        refused(
                sample("--trajectory", "4", "--trajectory-samples", "65"),
                "--trajectory-samples must lie in [1, 64], got 65");
        refused(sample("--trajectory", "4", "--trajectory-delay", "1"), "10 to");
        refused(sample("--columns", "0"), "--columns", "0");
    }

    /** {@code SamplingEffectsTest} has those of samplers. */
    @Test
    void optionsWithoutEffectAreRefused() throws IOException {
        Cli.run(Cli.tinyTraining(folder.resolve("kept"), "--set", "train.steps=1"));
        refused(sample("--sampler", "dopri5", "--steps", "1"), "--steps has no effect with dopri5");
        refused(sample("--sampler", "dopri5", "--steps-as-published"), "--steps-as-published has");
        refused(sample("--cfg", "1", "--guidance-norms", "2-3"), "--guidance-norms", "scale 1");
        refused(sample("--cfg", "1", "--guidance-interval", "1-2"), "--guidance-interval");
        refused(sample("--cfg", "2", "--steps", "5", "--guidance-interval", "6-9"), "begins at");
        refused(sample("--trajectory-samples", "2"), "no effect without --trajectory");
        refused(sample("--trajectory-delay", "50"), "no effect without --trajectory");
        refused(sample("--format", "npz", "--columns", "2"), "--columns", "without a grid");
        String run = folder.resolve("kept/tiny").toString();
        refused(Cli.run("evaluate", "--images", "x", "--run", run, "--steps", "5"), "--images");
        refused(Cli.run("ood", "--run", run, "--scores", "residual", "--nodes", "4"), "--nodes");
    }

    @Test
    void aRunAndACheckpointAreFoundByEitherOption() {
        Cli.run(Cli.tinyTraining(folder.resolve("kept"), "--set", "train.steps=1"));
        Path run = folder.resolve("kept/tiny");
        Path checkpoint = run.resolve("checkpoints/00000001");
        for (Path place : List.of(run, run.resolve("checkpoints"), checkpoint)) {
            for (String option : List.of("--run", "--checkpoint")) {
                Path out = folder.resolve("made").resolve(place.getFileName() + option);
                Cli cli = Cli.run("sample", option, "" + place, "--count", "1", "--out", "" + out);
                assertThat(cli.exit()).as(cli.err()).isZero();
                assertThat(cli.out().lines().toList()).endsWith("open " + out.resolve("grid.png"));
            }
            Cli inspected = Cli.run("inspect", place.toString());
            assertThat(inspected.exit()).as(inspected.err()).isZero();
            assertThat(inspected.out()).contains(checkpoint.toString());
        }
    }

    @Test
    void samplesThatDivergeAtOnceLeaveNothing() throws IOException {
        Cli.run(Cli.tinyTraining(folder.resolve("kept"), "--set", "train.steps=1"));
        Cli cli = sample("--eta", "1e9");
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).contains("diverged", "smaller eta");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private Cli sample(String... more) {
        Path run = folder.resolve("kept/tiny");
        java.util.List<String> args =
                new java.util.ArrayList<>(
                        java.util.List.of(
                                "sample",
                                "--run",
                                run.toString(),
                                "--out",
                                folder.resolve("out").toString()));
        args.addAll(java.util.List.of(more));
        return Cli.run(args);
    }
}
