package dev.eqm.run.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.schedule.LinearDecay;
import dev.eqm.run.config.ConfigDiff;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.config.ConfigWriter;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Averages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations that a program makes without a file. */
class RunConfigTest {
    private static List<String> changed(UnaryOperator<RunConfig> change) {
        return new ConfigDiff(RunKinds.all())
                .between(RunConfig.DEFAULT, change.apply(RunConfig.DEFAULT)).stream()
                        .map(ConfigDiff.Difference::toString)
                        .toList();
    }

    @Test
    void eachCopyDiffersInWhatItsNameSays() {
        Map<String, UnaryOperator<RunConfig>> all = new LinkedHashMap<>();
        all.put("name: run -> other", c -> c.withName("other"));
        all.put("runs: runs -> elsewhere", c -> c.withRuns(Path.of("elsewhere")));
        all.put("device: auto -> cpu", c -> c.withDevice("cpu"));
        all.put("precision: float32 -> auto", c -> c.withPrecision(PrecisionChoice.AUTO));
        all.put("lanes: 0 -> 2", c -> c.withLanes(2));
        all.put("ema.decay: 0.9999 -> 0.5", c -> c.withEma(Averages.of(0.5)));
        all.put("train.steps: 1000 -> 5", c -> c.withSteps(5));
        all.put("train.batchSize: 256 -> 8", c -> c.withBatchSize(8));
        all.put("train.seed: 0 -> 3", c -> c.withSeed(3));
        all.put("train.checkpointEvery: 1000 -> 50", c -> c.withCheckpointEvery(50));
        all.put("sampling.steps: 250 -> 10", c -> c.withSampling(Sampling.DEFAULT.withSteps(10)));
        all.put("preview.every: 1000 -> 7", c -> c.withPreview(new PreviewConfig(7, 80, 10)));
        all.put(
                "train.logEvery: 100 -> 10",
                c -> c.withTrain(c.train().lasting(1000, 10, 1000, 3)));
        all.put(
                "optimizer.learningRate: 0.0001 -> 0.01",
                c -> c.withOptimizer(new AdamW(0.01, 0.9, 0.999, 1e-8, 0)));
        all.put(
                "data.source: {kind: fashion-mnist} -> {kind: pictures, folder: p, size: 8, channels: 3, skip: []}",
                c -> c.withData(new ImageData.Pictures(Path.of("p"), 8, 3)));
        all.put(
                "loss.schedule: {kind: truncated, a: 0.8, lambda: 4.0} -> {kind: linear, lambda: 2.0}",
                c -> c.withLoss(new EqmLoss(new LinearDecay(2))));
        all.put("model.labelDropout: 0.1 -> 0.3", c -> c.with("model.labelDropout=0.3"));
        all.put(
                "model.classes: 10 -> 2",
                c -> c.withModel(c.with("model.classes=2", "train.steps=9").model()));
        all.forEach(
                (difference, change) -> assertThat(changed(change)).containsExactly(difference));
    }

    @Test
    void aNetworkForImages() {
        float[][] pixels = new float[2][3 * 8 * 8];
        ImageSource images = ImageSource.of(pixels, new int[] {0, 4}, new ImageShape(3, 8, 8));
        RunConfig config =
                RunConfig.DEFAULT.withNetwork(new Backbone.Custom(8, 1, 2, 4, 1), images);
        assertThat(config.model().architecture().sampleShape().getShape()).containsExactly(3, 8, 8);
        assertThat(config.model().classes()).isEqualTo(5);
        assertThat(config.model().labelDropout()).isEqualTo(0.1);
        ImageSource wide = ImageSource.of(pixels, new int[2], new ImageShape(3, 4, 16));
        assertThatThrownBy(
                        () ->
                                RunConfig.DEFAULT.withNetwork(
                                        new Backbone.Custom(8, 1, 2, 4, 1), wide))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("square images, got 3x4x16");
    }

    @Test
    void copiesAreCheckedLikeFiles(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> RunConfig.DEFAULT.withSteps(0))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("steps must be at least 1");
        assertThatThrownBy(() -> RunConfig.DEFAULT.with("train.stepps=3"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("stepps");
        Path yaml = folder.resolve("mine.yaml");
        RunConfig config = RunConfig.DEFAULT.withName("mine").withSteps(7);
        Files.writeString(yaml, new ConfigWriter(RunKinds.all()).toYaml(config));
        assertThat(RunConfig.read(yaml)).isEqualTo(config);
        assertThat(RunConfig.read(yaml, "train.steps=8")).isEqualTo(config.withSteps(8));
    }
}
