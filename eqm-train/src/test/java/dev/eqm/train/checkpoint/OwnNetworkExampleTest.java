package dev.eqm.train.checkpoint;

import static dev.eqm.models.nn.ParameterSpec.trained;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.function.Inputs;
import dev.eqm.models.function.Networks;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.step.GammaDraw;
import dev.eqm.train.step.OnBadStep;
import dev.eqm.train.step.Recipe;
import dev.eqm.train.step.TinyRun;
import dev.eqm.train.step.TrainSettings;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.TrainStep;
import dev.eqm.train.step.Trainer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a user of the library writes for a network of one's own, kept short and working. */
@ExtendWith(LeakCheck.class)
class OwnNetworkExampleTest {
    /** f(x, y) = w ∘ x + table[y]. */
    private static ModelArchitecture function() {
        return Networks.of(
                "affine",
                new Shape(1, 8, 8),
                Inputs.labels(2, 0.1),
                List.of(
                        trained("w", new Init.Zeros(), 1, 8, 8),
                        trained("table", new Init.Normal(0.02), 3, 64)),
                (w, x, gamma, labels) ->
                        x.mul(w.get("w"))
                                .add(
                                        Arithmetic.rows(w.get("table"), labels)
                                                .reshape(x.getShape())));
    }

    /** Two convolutions. */
    private static ModelArchitecture block() {
        return Networks.ofDjl(
                "convolutions",
                new Shape(1, 8, 8),
                () -> new SequentialBlock().add(conv(8)).add(Activation.geluBlock()).add(conv(1)));
    }

    private static Block conv(int filters) {
        Shape three = new Shape(3, 3);
        Shape one = new Shape(1, 1);
        return Conv2d.builder().setKernelShape(three).optPadding(one).setFilters(filters).build();
    }

    /** Trains, or goes on with what is in the folder; gives the folder of the last checkpoint. */
    private static Path train(ModelArchitecture net, ImageSource images, Path folder, long steps) {
        Loss loss = new EqmLoss(new TruncatedDecay(0.8, 4));
        Recipe recipe = Recipe.of(loss, new AdamW(1e-3, 0.9, 0.999, 1e-8, 0), 0.99);
        TrainSettings settings =
                new TrainSettings(
                        steps, 4, 0, false, 7, GammaDraw.UNIFORM, 0, OnBadStep.STOP, 10, 1, 10, 3);
        RunIdentity run = RunIdentity.of(net, settings, recipe);
        List<Path> last = Checkpoints.latest(folder).found();
        try (Lanes lanes = Lanes.of(1);
                TrainState state =
                        last.isEmpty()
                                ? TrainState.start(
                                        net.fresh(Precision.FLOAT32, Device.cpu(), 7), recipe)
                                : Resume.from(last.get(0), run, Precision.FLOAT32, Device.cpu())) {
            TrainStep step = new TrainStep(settings.batches(images, true), recipe, settings, lanes);
            new Trainer(step, new Checkpoints(folder, run, 3), List.of()).run(state);
        }
        return Checkpoints.latest(folder).found().get(0);
    }

    @Test
    void bothAreCheckedTrainedAndResumed(@TempDir Path folder) {
        for (ModelArchitecture net : List.of(function(), block())) {
            Path whole =
                    train(
                            net,
                            TinyRun.images(),
                            folder.resolve(net.hyperparameters().kind() + "-whole"),
                            20);
            train(
                    net,
                    TinyRun.images(),
                    folder.resolve(net.hyperparameters().kind() + "-parts"),
                    10);
            Path parts =
                    train(
                            net,
                            TinyRun.images(),
                            folder.resolve(net.hyperparameters().kind() + "-parts"),
                            20);
            assertThat(parts.resolve(Checkpoints.EMA))
                    .hasSameBinaryContentAs(whole.resolve(Checkpoints.EMA));
            ModelFile.read(parts.resolve(Checkpoints.EMA), net, Precision.FLOAT32, Device.cpu())
                    .close();
        }
    }
}
