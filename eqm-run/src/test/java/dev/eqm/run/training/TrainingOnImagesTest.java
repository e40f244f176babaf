package dev.eqm.run.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.testing.Hashed;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.settings.Backbone;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Training on images that a program has in memory. */
@ExtendWith(LeakCheck.class)
class TrainingOnImagesTest {
    private static final ImageShape SHAPE = new ImageShape(1, 6, 6);

    @TempDir private Path runs;

    private static float[][] pixels(int count, int size) {
        float[][] pixels = new float[count][];
        for (int i = 0; i < count; i++) {
            pixels[i] = Hashed.floats(size, i, 1);
        }
        return pixels;
    }

    private static int[] labels(int count, int classes) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % classes;
        }
        return labels;
    }

    private static ImageSource images() {
        return ImageSource.of(pixels(12, 36), labels(12, 3), SHAPE);
    }

    private RunConfig config(String name, long steps) {
        return RunConfig.DEFAULT
                .withName(name)
                .withRuns(runs)
                .withDevice("cpu")
                .withNetwork(new Backbone.Custom(8, 1, 2, 3, 1), images())
                .withSteps(steps)
                .withBatchSize(4)
                .withSeed(7)
                .with("lanes=1", "preview={every: 0, count: 3, columns: 3}", "sampling.steps=2");
    }

    @Test
    void goesOnWithTheSameImagesToTheSameBytes() {
        List<Long> steps = new ArrayList<>();
        List<String> heard = new ArrayList<>();
        Training whole = Training.of(config("whole", 6)).on(images());
        TrainedRun run = whole.listen(steps(steps)).listen(sentences(heard)).run();
        assertThat(run.result().step()).isEqualTo(6);
        assertThat(steps).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(heard.get(0)).contains("float arrays: 12 images of 1x6x6 in 3 classes");
        assertThat(run.folder().readConfig()).isEqualTo(run.config());
        assertThat(run.model().find(RunListener.SILENT).classes().names())
                .containsExactly("0", "1", "2");

        for (long until : new long[] {3, 6}) {
            Training part = Training.of(config("parts", until)).on(images()).resume();
            assertThat(part.run().result().step()).isEqualTo(until);
        }
        for (String file : List.of(Checkpoints.MODEL, Checkpoints.EMA, "state.json")) {
            assertThat(runs.resolve("parts/checkpoints/00000006").resolve(file))
                    .hasSameBinaryContentAs(
                            runs.resolve("whole/checkpoints/00000006").resolve(file));
        }
        assertThatThrownBy(() -> Training.of(config("whole", 6)).on(images()).run())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("already contains a run; resume continues it");
        assertThatThrownBy(() -> whole.resume())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has already been used for training");
    }

    private static TrainListener steps(List<Long> into) {
        return new TrainListener() {
            @Override
            public void stepped(StepReport report, TrainState state) {
                into.add(report.step());
            }
        };
    }

    private static RunListener sentences(List<String> into) {
        return new RunListener() {
            @Override
            public void found(String what) {
                into.add(what);
            }
        };
    }

    @Test
    void otherImagesAreNoticed() {
        Training.of(config("run", 1)).on(images()).run();
        float[][] changed = pixels(12, 36);
        changed[11][35] = 0.5f;
        refused(
                config("run", 2),
                ImageSource.of(changed, labels(12, 3), SHAPE),
                "the images are not those that the run was trained on (data.source.sha256");
        refused(
                config("run", 2),
                ImageSource.of(pixels(11, 36), labels(11, 3), SHAPE),
                "data.source.count is 12, but now it would be 11");
        refused(
                config("run", 2),
                ImageSource.of(pixels(12, 36), labels(12, 2), SHAPE),
                "data.source.classes is 3, but now it would be 2");
        refused(
                config("run", 2),
                ImageSource.of(pixels(12, 36), labels(12, 3), new ImageShape(1, 4, 9)),
                "data.source.shape.height is 6, but now it would be 4");
        assertThatThrownBy(() -> Training.of(config("run", 2)).resume().run())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("data.source is {kind: program, count: 12");
        assertThat(Training.of(config("run", 2)).resume().on(images()).run().result().step())
                .isEqualTo(2);
    }

    private static void refused(RunConfig config, ImageSource images, String words) {
        assertThatThrownBy(() -> Training.of(config).on(images).resume().run())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(words);
    }

    @Test
    void imagesAreOfTheModelAndInNoFile() {
        ImageSource small = ImageSource.of(pixels(12, 9), labels(12, 3), new ImageShape(1, 3, 3));
        assertThatThrownBy(() -> Training.of(config("run", 1)).on(small).run())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the model is configured for 1x6x6 images of 3 classes");
        Training.of(config("run", 1)).on(images()).run();
        RunConfig left = config("run", 1);
        RunConfig read = RunConfig.read(runs.resolve("run/config.yaml"), "train.steps=2");
        assertThat(read.train()).isEqualTo(left.withSteps(2).train());
        assertThatThrownBy(() -> Training.of(read).resume().run())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("these 12 images of 1x6x6 were passed in by a Java program");
    }

    @Test
    void aRunThatIsCompleteKnowsItsLoss() throws IOException {
        RunConfig config = config("run", 3).with("train.logEvery=3");
        TrainResult first = Training.of(config).on(images()).run().result();
        assertThat(first.trained()).isTrue();
        assertThat(first.toString()).contains("GammaBins[loss=[").doesNotContain("@");
        TrainResult again = Training.of(config).on(images()).resume().run().result();
        assertThat(again.reason()).isEqualTo(TrainResult.Reason.COMPLETED);
        assertThat(again.trained()).isFalse();
        assertThat(again.step()).isEqualTo(3);
        assertThat(again.lastGoodLoss()).isBetween(0.1, 100.0);
        RunConfig silent = config("silent", 1);
        Training.of(silent).on(images()).run();
        Files.delete(Training.of(silent).folder().path().resolve("metrics.jsonl"));
        TrainResult unknown = Training.of(silent).on(images()).resume().run().result();
        assertThat(unknown.lastGoodLoss()).isNaN(); // nothing is left of its log
    }
}
