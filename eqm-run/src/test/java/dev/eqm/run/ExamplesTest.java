package dev.eqm.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.core.testing.Hashed;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.run.settings.Backbone;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.TrainedRun;
import dev.eqm.run.training.Training;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Small programs for the documentation. */
@ExtendWith(LeakCheck.class)
class ExamplesTest {
    @TempDir private Path folder;

    /** Opens a run and samples it to PNG files. */
    static final class SampleToPng {
        static void sample(Path run, Path folder, long seed) {
            try (Pipeline eqm = Pipeline.open(run)) {
                List<Picture> pictures = eqm.generate("cat, dog, 0-2", 16, seed);
                for (int i = 0; i < pictures.size(); i++) {
                    pictures.get(i).write(folder.resolve(i + ".png"));
                }
            }
        }
    }

    /** Trains on float arrays; started again, it goes on where it stopped. */
    static final class TrainOnArrays {
        static TrainedRun train(Path runs, float[][] pixels, int[] labels, long steps) {
            ImageSource images = ImageSource.of(pixels, labels, new ImageShape(1, 8, 8));
            RunConfig config =
                    RunConfig.DEFAULT
                            .withName("digits")
                            .withRuns(runs)
                            .withNetwork(new Backbone.Custom(32, 2, 2, 2, 4), images)
                            .withSteps(steps)
                            .withBatchSize(16)
                            .withSeed(1)
                            .with("preview.count=10", "sampling.steps=20");
            return Training.of(config).on(images).resume().run();
        }
    }

    @Test
    void aRunIsSampled() {
        SampleToPng.sample(SmallRuns.train(folder), folder, 5);
        assertThat(Png.read(folder.resolve("15.png")).height()).isEqualTo(6);
    }

    @Test
    void arraysAreTrainedOnAndGoneOnWith() {
        float[][] pixels = new float[20][];
        int[] labels = new int[20];
        for (int i = 0; i < 20; i++) {
            pixels[i] = Hashed.floats(64, i, 1);
            labels[i] = i % 10;
        }
        assertThat(TrainOnArrays.train(folder, pixels, labels, 2).result().step()).isEqualTo(2);
        TrainedRun run = TrainOnArrays.train(folder, pixels, labels, 3);
        assertThat(run.result().step()).isEqualTo(3);
        try (Pipeline eqm = Pipeline.open(run.folder().path())) {
            assertThat(eqm.generate("all", 2, 0)).hasSize(2);
        }
    }
}
