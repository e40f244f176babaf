package example;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.models.function.Networks;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.Resume;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.step.Recipe;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainSettings;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.TrainStep;
import dev.eqm.train.step.Trainer;
import java.nio.file.Path;
import java.util.List;

/** A block of DJL as a network of eqm: its trainer, averages, checkpoints and exact resume. */
public final class DjlRun {
    /** Grey pictures of 8x8. */
    static final ModelArchitecture NETWORK =
            Networks.ofDjl(
                    "two-convolutions",
                    new Shape(1, 8, 8),
                    () ->
                            new SequentialBlock()
                                    .add(convolution(8))
                                    .add(Activation.geluBlock())
                                    .add(convolution(1)));

    private DjlRun() {}

    private static Block convolution(int filters) {
        Conv2d.Builder layer = Conv2d.builder().setKernelShape(new Shape(3, 3));
        return layer.optPadding(new Shape(1, 1)).setFilters(filters).build();
    }

    /** Trains until there are so many steps, from the newest checkpoint on if there is one. */
    public static TrainResult train(
            ImageSource images, Path checkpoints, int steps, TrainListener... listeners) {
        Loss loss = new EqmLoss(new TruncatedDecay(0.8, 4));
        Recipe recipe = Recipe.of(loss, AdamW.DEFAULT, 0.99);
        TrainSettings settings = TrainSettings.DEFAULT.lasting(steps, 100, 20, 3);
        RunIdentity identity = RunIdentity.of(NETWORK, settings, recipe);
        try (Lanes lanes = Lanes.of(1);
                TrainState state = newest(checkpoints, identity, recipe)) {
            TrainStep step =
                    new TrainStep(settings.batches(images, false), recipe, settings, lanes);
            Checkpoints store = new Checkpoints(checkpoints, identity, 3);
            return new Trainer(step, store, List.of(listeners)).run(state);
        }
    }

    private static TrainState newest(Path checkpoints, RunIdentity identity, Recipe recipe) {
        List<Path> found = Checkpoints.latest(checkpoints).found();
        return found.isEmpty()
                ? TrainState.start(
                        NETWORK.fresh(Precision.FLOAT32, Device.cpu(), identity.seed()), recipe)
                : Resume.from(found.get(0), identity, Precision.FLOAT32, Device.cpu());
    }
}
