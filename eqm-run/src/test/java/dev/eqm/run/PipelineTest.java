package dev.eqm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Pixels;
import dev.eqm.core.data.Png;
import dev.eqm.core.device.Precision;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.ModelPlace;
import dev.eqm.run.sampling.LabelChoice;
import dev.eqm.run.sampling.SampleOutputs;
import dev.eqm.run.sampling.SampleRequest;
import dev.eqm.run.sampling.SamplingSetup;
import dev.eqm.run.settings.ModelConfig;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.Training;
import dev.eqm.sample.generate.MethodChoice;
import dev.eqm.sample.guidance.Composition;
import dev.eqm.sample.sampler.GradientDescent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class PipelineTest {
    private static final String LABELS = "dog, 0-2";

    @TempDir private Path runs;

    private static List<Picture> ofRun(int count) {
        float[] x = new float[SmallRuns.SHAPE.elementCount()];
        return IntStream.range(0, count)
                .mapToObj(
                        i -> {
                            SmallRuns.images().read(i, x, 0);
                            return new Picture(Pixels.toBytes(x, 1, 1, 6, 6), 6, 6, 1);
                        })
                .toList();
    }

    @Test
    void aRunACheckpointAndAFileAreOneModel() {
        Path run = SmallRuns.train(runs);
        Path newest = run.resolve("checkpoints/00000006");
        List<Picture> pictures;
        try (Pipeline eqm = Pipeline.open(run)) {
            pictures = eqm.generate(LABELS, 6, 3);
            assertThat(pictures).hasSize(6).doesNotHaveDuplicates();
            assertThat(eqm.classes().names()).containsExactly("cat", "dog", "bird");
            assertThat(eqm.shape()).isEqualTo(SmallRuns.SHAPE);
            assertThat(eqm.model().file()).isEqualTo(newest.resolve("ema.safetensors"));
            assertThat(eqm).asString().contains("ema.safetensors", "FLOAT32", "steps=5");
        }
        for (Path other : List.of(newest, newest.resolve("ema.safetensors"))) {
            try (Pipeline eqm = Pipeline.open(other)) {
                assertThat(eqm.generate(LABELS, 6, 3)).isEqualTo(pictures);
            }
        }
        try (Pipeline eqm = Pipeline.from(ModelChoice.of(new ModelPlace.NewestRun(runs))).open()) {
            assertThat(eqm.generate(LABELS, 6, 3)).isEqualTo(pictures);
        }
        for (PipelineBuilder other :
                List.of(
                        Pipeline.from(run).weights("model"),
                        Pipeline.from(run.resolve("checkpoints/00000003")))) {
            try (Pipeline eqm = other.open()) {
                assertThat(eqm.generate(LABELS, 6, 3)).isNotEqualTo(pictures);
            }
        }
    }

    /** What {@code eqm sample} makes is the sum of this request. */
    @Test
    void picturesAreThoseOfASampleFolder() {
        Path run = SmallRuns.train(runs);
        try (Pipeline eqm = Pipeline.from(run).guidance(2).open()) {
            for (String labels : List.of(LABELS, "all", "random", "balanced")) {
                SamplingSetup setup =
                        SamplingSetup.of(eqm.model()).with(eqm.sampling()).withSeed(7);
                Path folder = runs.resolve(labels);
                SampleRequest.of(
                                setup,
                                LabelChoice.of(labels, 9, eqm.classes(), 7),
                                SampleOutputs.of(SampleOutputs.Format.PNG),
                                folder)
                        .run(RunListener.SILENT);
                List<Picture> pictures = eqm.generate(labels, 9, 7);
                for (int i = 0; i < 9; i++) {
                    String file = String.format(Locale.ROOT, "%06d.png", i);
                    assertThat(Png.read(folder.resolve(file))).isEqualTo(pictures.get(i));
                }
            }
        }
    }

    @Test
    void choicesAreLaidOverTheRun() {
        Path run = SmallRuns.train(runs);
        PipelineBuilder usual = Pipeline.from(run);
        PipelineBuilder other =
                usual.device("cpu")
                        .precision(Precision.FLOAT32)
                        .sampler("gd")
                        .steps(9)
                        .guidance(1.5)
                        .set("rule.eta=0.25", "batchSize=2");
        try (Pipeline eqm = other.open()) {
            assertThat(eqm.sampling().rule()).isEqualTo(new GradientDescent(0.25));
            assertThat(eqm.sampling().steps()).isEqualTo(9);
            assertThat(eqm.sampling().cfg()).isEqualTo(1.5);
            assertThat(eqm.sampling().batchSize()).isEqualTo(2);
            assertThat(eqm.generate("cat", 3, 0)).hasSize(3);
        }
        try (Pipeline eqm = usual.sampler("euler").open()) {
            assertThat(eqm.sampling().method()).isEqualTo(MethodChoice.INTEGRATE);
        }
        try (Pipeline eqm = usual.sampling(s -> s.withRule(new GradientDescent(1))).open()) {
            assertThat(eqm.sampling().rule()).isEqualTo(new GradientDescent(1));
        }
        refused(() -> usual.set("rule.etta=1").open(), ConfigException.class, "etta");
        refused(() -> usual.sampler("magic").open(), ConfigException.class, "magic");
        refused(() -> usual.steps(0).open(), BrokenRuleException.class, "steps must be at least 1");
        refused(() -> usual.weights("ema-0.5").open(), UsageException.class, "contains ema, model");
        refused(() -> usual.device("tpu").open(), IllegalArgumentException.class, "tpu");
        refused(() -> Pipeline.open(runs), UsageException.class, "no run (config.yaml)");
        refused(() -> Pipeline.open(runs.resolve("no")), UsageException.class, "such as runs/");
    }

    @Test
    void whatTheModelCannotDoIsRefused() {
        try (Pipeline eqm = Pipeline.open(SmallRuns.train(runs, "model.labelDropout=0"))) {
            refused(() -> eqm.generate("cow", 1, 0), BrokenRuleException.class, "there are cat");
            refused(() -> eqm.generate("0-3", 1, 0), BrokenRuleException.class, "labels 0 to 2");
            refused(() -> eqm.generate("cat", 0, 0), BrokenRuleException.class, "count");
            refused(
                    () -> eqm.generate(Pipeline.NULL, 1, 0),
                    BrokenRuleException.class,
                    "has no null label");
            refused(() -> eqm.anomaly(ofRun(1)), BrokenRuleException.class, "has no null label");
            refused(
                    () -> eqm.energy(ofRun(1), "cat"),
                    BrokenRuleException.class,
                    "an implicit one");
            refused(
                    () -> eqm.anomaly(ofRun(1), "oddity", "cat"),
                    BrokenRuleException.class,
                    "score must be energy, gradient-norm");
            Picture wide = new Picture(new byte[14], 2, 7, 1);
            refused(
                    () -> eqm.denoise(List.of(ofRun(1).get(0), wide), 0.5, "cat", 0),
                    BrokenRuleException.class,
                    "the model expects images of 1x6x6, but image 1 is 1x2x7");
            refused(
                    () -> eqm.gradient(new float[][] {new float[35]}, "cat"),
                    BrokenRuleException.class,
                    "which is 36 numbers, got 35 in state 0");
            float[][] broken = {new float[36], new float[36]};
            broken[1][7] = Float.NaN;
            refused(
                    () -> eqm.gradient(broken, "cat"),
                    BrokenRuleException.class,
                    "states must be finite, got NaN in state 1");
            for (ThrowingCallable call :
                    List.<ThrowingCallable>of(
                            () -> eqm.generate(null, 1, 0),
                            () -> eqm.energy(ofRun(1), null),
                            () -> eqm.anomaly(ofRun(1), "gradient-norm", null))) {
                refused(call, BrokenRuleException.class, "labels must be classes, such as");
            }
            refused(
                    () -> eqm.compose(Map.of(), 1, 0),
                    BrokenRuleException.class,
                    "weights must name at least one class");
            refused(
                    () -> eqm.denoise(java.util.Arrays.asList(ofRun(1).get(0), null), 0.5, "0", 0),
                    BrokenRuleException.class,
                    "picture 1 is null");
            refused(
                    () -> eqm.generate("0", Integer.MAX_VALUE, 7),
                    BrokenRuleException.class,
                    "as many as fit into Java's memory");
            refused(
                    () -> eqm.gradient(new float[2][36], "0, 1, 0"),
                    BrokenRuleException.class,
                    "labels must name no more classes than there are states, 2, got 3");
            refused(
                    () -> eqm.inpaint(ofRun(1), "", "0", 0),
                    UsageException.class,
                    "hidden must be left, right");
            refused(() -> eqm.generate("-1", 1, 0), BrokenRuleException.class, "labels start at 0");
            refused(
                    () -> eqm.inpaint(ofRun(1), new boolean[6][5], "cat", 0),
                    BrokenRuleException.class,
                    "hidden must have 6 numbers per row, row 0 has 5");
            refused(
                    () -> eqm.denoise(ofRun(1), 1.5, "cat", 0),
                    BrokenRuleException.class,
                    "gamma must lie in [0, 1]");
        }
    }

    private static void refused(
            ThrowingCallable call, Class<? extends RuntimeException> type, String words) {
        assertThatThrownBy(call).isInstanceOf(type).hasMessageContaining(words);
    }

    @Test
    void picturesUnderNoiseBeginBetweenNoiseAndThemselves() {
        try (Pipeline eqm = Pipeline.open(SmallRuns.train(runs))) {
            List<Picture> pictures = ofRun(5);
            assertThat(eqm.denoise(pictures, 0, LABELS, 4)).isEqualTo(eqm.generate(LABELS, 5, 4));
            List<Picture> half = eqm.denoise(pictures, 0.5, LABELS, 4);
            assertThat(half).isEqualTo(eqm.denoise(pictures, 0.5, LABELS, 4));
            assertThat(half).isNotEqualTo(eqm.denoise(pictures, 0.5, LABELS, 5));
            List<Picture> clean = eqm.denoise(pictures, 1, LABELS, 4);
            assertThat(clean).isEqualTo(eqm.denoise(pictures, 1, LABELS, 5)); // there is no noise
            assertThat(clean).isNotEqualTo(pictures);
        }
        Path still = SmallRuns.train(runs, "name=still", "sampling.rule.eta=1e-9");
        try (Pipeline eqm = Pipeline.open(still)) {
            assertThat(eqm.denoise(ofRun(5), 1, "null", 0)).isEqualTo(ofRun(5));
        }
    }

    @Test
    void whatIsNotHiddenStays() {
        try (Pipeline eqm = Pipeline.open(SmallRuns.train(runs))) {
            List<Picture> pictures = ofRun(5);
            List<Picture> filled = eqm.inpaint(pictures, "left", LABELS, 2);
            boolean[][] left = new boolean[6][6];
            for (boolean[] row : left) {
                Arrays.fill(row, 0, 3, true);
            }
            assertThat(eqm.inpaint(pictures, left, LABELS, 2)).isEqualTo(filled);
            for (int i = 0; i < 5; i++) {
                int same = 0;
                for (int k = 0; k < 36; k++) {
                    boolean equal = filled.get(i).pixels()[k] == pictures.get(i).pixels()[k];
                    same += equal && k % 6 < 3 ? 1 : 0;
                    assertThat(equal || k % 6 < 3).isTrue();
                }
                assertThat(same).isLessThan(9); // of 18 that were hidden
            }
        }
    }

    @Test
    void aSumOfOneClassIsGuidance() {
        try (Pipeline eqm = Pipeline.from(SmallRuns.train(runs)).guidance(2).open()) {
            near(eqm.compose(Map.of("dog", 1.0), 5, 1), eqm.generate("dog", 5, 1));
            List<Picture> both = eqm.compose(Map.of("dog", 1.0, "2", -0.5), 5, 1);
            assertThat(both).isEqualTo(eqm.compose(Map.of("bird", -0.5, "1", 1.0), 5, 1));
            assertThat(both).isNotEqualTo(eqm.compose(Map.of("dog", 1.0), 5, 1));
            Map<String, Double> halves = Map.of("dog", 0.5, "1", 0.5); // of one class
            assertThat(eqm.compose(halves, 5, 1)).isEqualTo(eqm.compose(Map.of("dog", 1.0), 5, 1));
            Composition sum = Composition.sum(List.of(1L), List.of(1.0));
            try (Pipeline plain = Pipeline.from(eqm.model().run().get().path()).open()) {
                near(eqm.compose(sum, 5, 1), plain.generate("dog", 5, 1));
            }
        }
    }

    /** But for the rounding of other batches. */
    private static void near(List<Picture> one, List<Picture> other) {
        for (int i = 0; i < one.size(); i++) {
            for (int k = 0; k < one.get(i).pixels().length; k++) {
                assertThat(one.get(i).pixels()[k] & 0xFF)
                        .isCloseTo(other.get(i).pixels()[k] & 0xFF, offset(1));
            }
        }
    }

    @Test
    void theGradientIsThatOfTheEnergy() {
        try (Pipeline eqm = Pipeline.open(SmallRuns.train(runs, "model.energy=dot"))) {
            float[][] x = eqm.states("all", 5, 0);
            double[] energy = eqm.energy(x, LABELS);
            float[][] gradient = eqm.gradient(x, LABELS);
            float step = 1e-2f;
            for (int i = 0; i < 5; i++) {
                for (int k : new int[] {0, 17, 35}) {
                    float[][] up = moved(x, i, k, step);
                    float[][] down = moved(x, i, k, -step);
                    double slope =
                            (eqm.energy(up, LABELS)[i] - eqm.energy(down, LABELS)[i]) / (2 * step);
                    assertThat((double) gradient[i][k]).isCloseTo(slope, offset(0.02));
                }
            }
            assertThat(energy).hasSize(5).doesNotHaveDuplicates();
            double ofPicture = eqm.energy(ofRun(1), "dog")[0];
            float[][] state = {ofRun(1).get(0).toFloats()};
            assertThat(eqm.energy(state, "dog")[0]).isEqualTo(ofPicture);
        }
        Path flow =
                SmallRuns.train(
                        runs,
                        "name=flow",
                        "model.timeConditional=true",
                        "loss={kind: flow-matching}");
        try (Pipeline eqm = Pipeline.open(flow)) {
            refused(
                    () -> eqm.gradient(ofRun(1), "dog"),
                    BrokenRuleException.class,
                    "the model takes time as an input");
            List<Picture> pictures = ofRun(2);
            assertThat(eqm.denoise(pictures, 0.5, "dog", 0)).isNotEqualTo(pictures);
            assertThat(eqm.denoise(pictures, 1, "dog", 0)).isEqualTo(pictures); // nothing is left
        }
    }

    private static float[][] moved(float[][] x, int i, int k, float by) {
        float[][] moved = x.clone();
        moved[i] = x[i].clone();
        moved[i][k] += by;
        return moved;
    }

    @Test
    void strangePicturesAreScored() {
        try (Pipeline eqm = Pipeline.open(SmallRuns.train(runs))) {
            List<Picture> pictures = ofRun(5);
            double[] scores = eqm.anomaly(pictures);
            float[][] gradients = eqm.gradient(pictures, Pipeline.NULL);
            for (int i = 0; i < 5; i++) {
                double sum = 0;
                for (float g : gradients[i]) {
                    sum += (double) g * g;
                }
                assertThat(scores[i]).isCloseTo(Math.sqrt(sum), offset(1e-4));
            }
            assertThat(eqm.anomaly(pictures, "gradient-norm", "dog")).isNotEqualTo(scores);
            assertThat(eqm.anomaly(pictures, "LINE_INTEGRAL", "null")).hasSize(5);
            refused(
                    () -> eqm.anomaly(pictures, "steps", "null"),
                    ConfigException.class,
                    "these 12 images of 1x6x6 were passed in by a Java program");
        }
    }

    /** Of a run whose data are in the jar. */
    @Test
    void aScoreThatNeedsImagesOfTheRunOpensThem() {
        RunConfig config =
                SmallRuns.config(runs)
                        .withModel(ModelConfig.DEFAULT)
                        .withSteps(1)
                        .with("model.backbone={kind: mlp, width: 4, depth: 1, frequencies: 0}");
        Path run = Training.of(config).run().folder().path();
        try (Pipeline eqm = Pipeline.open(run)) {
            List<Picture> pictures = eqm.generate("all", 3, 0);
            assertThat(eqm.anomaly(pictures, "steps", "Bag")).hasSize(3);
        }
    }
}
