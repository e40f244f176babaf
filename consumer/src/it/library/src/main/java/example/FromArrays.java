package example;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.run.settings.Backbone;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.TrainedRun;
import dev.eqm.run.training.Training;
import java.nio.file.Path;

/** A training run on arrays of your own, which goes on where it stopped. */
public final class FromArrays {
    private FromArrays() {}

    /** Grey pictures of 8x8, pixels in [-1, 1]; started again, it trains what is left. */
    public static TrainedRun train(float[][] pixels, int[] labels, Path runs, int steps) {
        ImageSource images = ImageSource.of(pixels, labels, new ImageShape(1, 8, 8));
        RunConfig config =
                RunConfig.DEFAULT
                        .withRuns(runs)
                        .withName("bars")
                        .withNetwork(new Backbone.Custom(32, 2, 2, 2, 2), images)
                        .withSteps(steps)
                        .withBatchSize(16)
                        .withCheckpointEvery(20)
                        .with("sampling.steps=20", "sampling.rule.eta=0.05");
        return Training.of(config).on(images).resume().run();
    }
}
