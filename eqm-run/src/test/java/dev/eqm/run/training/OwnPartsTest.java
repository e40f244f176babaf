package dev.eqm.run.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.core.testing.Hashed;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.function.Networks;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.Pipeline;
import dev.eqm.run.settings.Backbone;
import dev.eqm.run.settings.RunConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs of parts that no catalogue knows: refused before anything is written, or opened again. */
@ExtendWith(LeakCheck.class)
class OwnPartsTest {
    @TempDir private Path runs;

    /** A network of a function; nobody has registered it. */
    private record Scaled(double start) implements Backbone {
        @Override
        public ModelArchitecture architecture(Task task) {
            return affine(task.channels(), task.imageSize());
        }
    }

    private static ModelArchitecture affine(int channels, int size) {
        return Networks.of(
                "affine-of-a-test",
                new Shape(channels, size, size),
                List.of(ParameterSpec.trained("w", new Init.Zeros(), channels, size, size)),
                (w, x, gamma, labels) -> x.mul(w.get("w")));
    }

    private static ImageSource images() {
        float[][] pixels = new float[12][];
        int[] labels = new int[12];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Hashed.floats(36, i, 1);
            labels[i] = i % 3;
        }
        return ImageSource.of(pixels, labels, new ImageShape(1, 6, 6));
    }

    private RunConfig config(Backbone backbone) {
        return RunConfig.DEFAULT
                .withName("own")
                .withRuns(runs)
                .withDevice("cpu")
                .withSteps(2)
                .withBatchSize(4)
                .with("lanes=1", "preview={every: 0, count: 3, columns: 3}", "sampling.steps=2")
                .withNetwork(backbone, images());
    }

    private void refused(RunConfig config, String... words) {
        assertThatThrownBy(() -> Training.of(config).on(images()).run())
                .isInstanceOf(BrokenRuleException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void whatTheConfigurationCannotNameIsRefusedFirst() {
        RunConfig usual = config(new Backbone.Custom(8, 1, 2, 3, 1));
        refused(
                config(new Scaled(1)),
                "OwnPartsTest$Scaled is not registered",
                "registry.add(Backbone.class, \"scaled\", new Scaled(...)) in an Extension");
        refused(
                config(task -> affine(task.channels(), task.imageSize())),
                "is no record, so config.yaml cannot hold it",
                "Write this Backbone as a record and register it");
        refused(
                usual.withLoss(new EqmLoss(g -> 1 - g)),
                "is no record, so config.yaml cannot hold it",
                "registry.add(GradientSchedule.class, \"mine\", new Mine(...))");
        refused(
                usual.withLoss(new EqmLoss(GradientSchedule.named("square", g -> 1 - g * g))),
                "schedule 'square' was made by GradientSchedule.named: a Trainer takes it",
                "registry.add(GradientSchedule.class, \"square\", new Mine(...))");
    }

    /** A file names the network of a function; the program that has it hands it in. */
    @Test
    void aPipelineTakesTheNetworkOfAFile() {
        Path file = runs.resolve("affine.safetensors");
        ModelArchitecture network = affine(1, 6);
        try (var model =
                network.fresh(dev.eqm.core.device.Precision.FLOAT32, ai.djl.Device.cpu(), 7)) {
            ModelFile.write(file, network, model.parameters());
        }
        assertThatThrownBy(() -> Pipeline.open(file)).isInstanceOf(CheckpointException.class);
        try (Pipeline eqm = Pipeline.from(file).network(network).device("cpu").steps(2).open()) {
            assertThat(eqm.generate("0", 2, 1)).hasSize(2);
        }
        assertThatThrownBy(() -> Pipeline.from(file).network(affine(1, 5)).open())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("affine-of-a-test");
    }

    @Test
    void fewerStepsThanAreDoneAreRefused() {
        RunConfig config = config(new Backbone.Custom(8, 1, 2, 3, 1));
        Training.of(config).on(images()).run();
        assertThatThrownBy(() -> Training.of(config.withSteps(1)).on(images()).resume().run())
                .hasMessageContaining("has 2 steps already, more than the 1 of train.steps");
        assertThatThrownBy(() -> Training.of(null))
                .hasMessage("config must be a RunConfig, got null");
    }
}
