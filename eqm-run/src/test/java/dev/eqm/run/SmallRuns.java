package dev.eqm.run;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.testing.Hashed;
import dev.eqm.run.settings.Backbone;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.Training;
import java.nio.file.Path;
import java.util.List;

/** Runs of some steps on a dozen grey images of 6x6 in three classes. */
final class SmallRuns {
    static final ImageShape SHAPE = new ImageShape(1, 6, 6);
    private static final int COUNT = 12;
    private static final List<String> NAMES = List.of("cat", "dog", "bird");

    private SmallRuns() {}

    static ImageSource images() {
        float[][] pixels = new float[COUNT][];
        int[] labels = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            pixels[i] = Hashed.floats(SHAPE.elementCount(), i, 1);
            labels[i] = i % NAMES.size();
        }
        return ImageSource.of(pixels, labels, SHAPE, NAMES);
    }

    static RunConfig config(Path runs, String... more) {
        return RunConfig.DEFAULT
                .withName("small")
                .withRuns(runs)
                .withDevice("cpu")
                .withNetwork(new Backbone.Custom(8, 1, 2, 3, 1), images())
                .withSteps(6)
                .withBatchSize(4)
                .withCheckpointEvery(3)
                .with(
                        "lanes=1",
                        "ema.warmup=true",
                        "tensorboard=false",
                        "optimizer.learningRate=0.05",
                        "ema.decay=0.5",
                        "preview={every: 0, count: 3, columns: 3}",
                        "sampling={steps: 5, batchSize: 4, rule: {kind: nesterov, eta: 0.1, mu: 0.3}}")
                .with(more);
    }

    /** Trains, and answers the run's folder. */
    static Path train(Path runs, String... more) {
        return Training.of(config(runs, more)).on(images()).run().folder().path();
    }
}
