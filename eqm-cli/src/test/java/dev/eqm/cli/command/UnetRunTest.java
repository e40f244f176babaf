package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.models.unet.UnetConfig;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import dev.eqm.train.optim.AdamW;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the U-Net: training with dropout, resuming, sampling, energies. */
class UnetRunTest {
    private static final List<String> UNET =
            List.of(
                    "model.backbone.kind=unet",
                    "model.backbone.width=32",
                    "model.backbone.multipliers=[1, 1]",
                    "model.backbone.residualBlocks=1",
                    "model.backbone.attention=[2]",
                    "model.backbone.heads=1",
                    "model.backbone.dropout=0.3",
                    "device=cpu",
                    "precision=float32",
                    "lanes=1",
                    "train.batchSize=2",
                    "train.logEvery=1",
                    "train.checkpointEvery=2",
                    "sampling.steps=2",
                    "preview.count=2",
                    "optimizer={kind: adamw, learningRate: 0.002}",
                    "rate={kind: constant, warmup: 0}",
                    "preview.every=100");

    @TempDir private Path folder;

    private Cli train(String name, boolean labels, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of("train", "--config", Cli.config("fashion-mnist.yaml").toString()));
        List<String> settings = new ArrayList<>(UNET);
        settings.add("runs=" + folder);
        settings.add("name=" + name);
        settings.add("model.backbone.usesLabels=" + labels);
        settings.add("model.labelDropout=" + (labels ? 0.1 : 0));
        settings.add("sampling.cfg=" + (labels ? 2 : 1));
        for (String setting : settings) {
            args.addAll(List.of("--set", setting));
        }
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    private byte[] weights(String run, int step) throws IOException {
        return Files.readAllBytes(
                folder.resolve(run).resolve("checkpoints/%08d/model.safetensors".formatted(step)));
    }

    @Test
    void aResumedRunEqualsAnUninterruptedOne() throws IOException {
        assertThat(train("whole", true, "--set", "train.steps=4").err()).isEmpty();
        assertThat(train("parts", true, "--set", "train.steps=2").err()).isEmpty();
        assertThat(train("parts", true, "--set", "train.steps=4", "--resume").err()).isEmpty();
        assertThat(weights("parts", 4)).isEqualTo(weights("whole", 4));
        assertThat(
                        train(
                                        "dry",
                                        true,
                                        "--set",
                                        "train.steps=4",
                                        "--set",
                                        "model.backbone.dropout=0")
                                .err())
                .isEmpty();
        assertThat(weights("dry", 4)).isNotEqualTo(weights("whole", 4)); // dropout was at work
        Cli sampled =
                Cli.run(
                        "sample",
                        "--run",
                        folder.resolve("whole").toString(),
                        "--count",
                        "2",
                        "--out",
                        folder.resolve("out").toString());
        assertThat(sampled.err()).isEmpty();
        assertThat(folder.resolve("out/grid.png")).exists();
    }

    @Test
    void trainsWithoutLabelsAndAsAnEnergy() {
        Cli energy = train("energy", false, "--set", "train.steps=2", "--set", "model.energy=dot");
        assertThat(energy.err()).isEmpty();
        assertThat(folder.resolve("energy/checkpoints/00000002")).exists();
        Cli guided = train("guided", false, "--set", "sampling.cfg=2");
        assertThat(guided.exit()).isEqualTo(2);
        assertThat(guided.err()).contains("sampling.cfg must be 1");
        Cli dropped = train("dropped", false, "--set", "model.labelDropout=0.1");
        assertThat(dropped.exit()).isEqualTo(2);
        assertThat(dropped.err()).contains("labelDropout", "without labels");
    }

    @Test
    void configurationsAreTable10() {
        for (boolean time : new boolean[] {false, true}) {
            RunConfig c =
                    new ConfigReader(RunKinds.all())
                            .read(
                                    RunConfig.DEFAULT,
                                    Cli.config("cifar10-unet-" + (time ? "fm" : "eqm") + ".yaml"),
                                    List.of());
            assertThat(c.model().architecture()).isEqualTo(UnetConfig.cifar10(time));
            assertThat(c.train().batchSize()).isEqualTo(512);
            assertThat(((AdamW) c.optimizer()).beta2()).isEqualTo(0.95);
            assertThat(c.ema().at(0.999, 0)).isEqualTo(0.1);
        }
    }
}
