package dev.eqm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.Device;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.Picture;
import dev.eqm.core.device.Precision;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.onnx.LabelForm;
import dev.eqm.models.onnx.OnnxFile;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.run.Pipeline;
import dev.eqm.run.PipelineBuilder;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.settings.Backbone;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.Training;
import dev.eqm.run.weights.ExportReport;
import dev.eqm.run.weights.GraphExport;
import dev.eqm.sample.session.Cancellation;
import dev.eqm.sample.session.GenerationSession;
import dev.eqm.sample.session.Item;
import dev.eqm.sample.session.SessionSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trained run, and its graph: everything that samples the one samples the other. */
class OrtSamplingTest {
    private static final double SAME = 1e-4;
    private static final String ORDER = "cat, dog, 2, cat";

    @TempDir static Path folder;
    private static Path run;
    private static Path graph;

    @BeforeAll
    static void train() {
        SplittableRandom random = new SplittableRandom(1);
        float[][] pixels = new float[12][64];
        int[] labels = new int[12];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 3;
            for (int k = 0; k < 64; k++) {
                pixels[i][k] = (float) random.nextDouble(-1, 1);
            }
        }
        ImageSource images =
                ImageSource.of(
                        pixels, labels, new ImageShape(1, 8, 8), List.of("cat", "dog", "bird"));
        RunConfig config =
                RunConfig.DEFAULT
                        .withName("animals")
                        .withRuns(folder)
                        .withNetwork(new Backbone.Custom(32, 2, 2, 2, 2), images)
                        .withSteps(30)
                        .withBatchSize(4)
                        .with(
                                "device=cpu",
                                "preview.every=0",
                                "optimizer.learningRate=0.01",
                                "ema.decay=0.5",
                                "sampling.steps=12",
                                "sampling.rule.eta=0.02",
                                "sampling.cfg=2");
        Training.of(config).on(images).run();
        run = folder.resolve("animals");
        graph = exported("animals.onnx", LabelForm.AUTO);
    }

    private static Path exported(String name, LabelForm form) {
        Path out = folder.resolve(name);
        ExportReport report = new GraphExport(found(run), out, form).run(RunListener.SILENT);
        assertThat(report.content()).isEqualTo(ExportReport.Content.GRAPH);
        return out;
    }

    private static FoundModel found(Path path) {
        return ModelChoice.of(path).find(RunListener.SILENT);
    }

    @Test
    void theGraphKnowsWhatItsRunKnows() {
        FoundModel ofRun = found(run);
        FoundModel ofGraph = found(graph);
        assertThat(ofGraph.classes()).isEqualTo(ofRun.classes());
        assertThat(ofGraph.architecture()).isEqualTo(ofRun.architecture());
        assertThat(ofGraph.config().sampling()).isEqualTo(ofRun.config().sampling());
        assertThat(ofGraph.config().loss()).isEqualTo(ofRun.config().loss());
        assertThat(ofGraph.config().model()).isEqualTo(ofRun.config().model());
        assertThat(ofGraph.config().name()).isEqualTo("animals");
        assertThat(OnnxFile.read(graph).metadata())
                .containsEntry("eqm.step", "30")
                .containsEntry("eqm.weights", "ema")
                .containsEntry("eqm.classes", "[\"cat\",\"dog\",\"bird\"]");
        assertThat(OnnxFile.read(graph).metadata().toString()).doesNotContain(folder.toString());
    }

    @Test
    void samplesAreTheRuns() {
        try (Pipeline ofRun = Pipeline.open(run);
                Pipeline ofGraph = Pipeline.open(graph)) {
            float[][] wanted = ofRun.states(ORDER, 5, 7);
            float[][] got = ofGraph.states(ORDER, 5, 7);
            requireClose(got, wanted);
            assertThat(ofRun.states(ORDER, 5, 8)[0]).isNotEqualTo(wanted[0]);
            requireClose(ofGraph.gradient(wanted, "dog"), ofRun.gradient(wanted, "dog"));
            requireClose(ofGraph.gradient(wanted, "null"), ofRun.gradient(wanted, "null"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gd", "heavy-ball", "dopri5", "heun", "bb"})
    void everySamplerWorksOnIt(String sampler) {
        try (Pipeline ofRun = builder(run, sampler).open();
                Pipeline ofGraph = builder(graph, sampler).open()) {
            requireClose(ofGraph.states("0-2", 3, 1), ofRun.states("0-2", 3, 1));
        }
    }

    private static PipelineBuilder builder(Path path, String sampler) {
        PipelineBuilder builder = Pipeline.from(path).guidance(1.5).sampler(sampler);
        return sampler.equals("dopri5") ? builder : builder.steps(6);
    }

    @Test
    void picturesCompositionsAndFillingsAreTheRuns() {
        try (Pipeline ofRun = Pipeline.open(run);
                Pipeline ofGraph = Pipeline.open(graph)) {
            List<Picture> real = ofRun.generate("cat", 2, 1);
            requireAlike(
                    ofGraph.compose(Map.of("cat", 1.0, "dog", -0.5), 3, 2),
                    ofRun.compose(Map.of("cat", 1.0, "dog", -0.5), 3, 2));
            requireAlike(
                    ofGraph.inpaint(real, "left", "dog", 3), ofRun.inpaint(real, "left", "dog", 3));
            requireAlike(ofGraph.denoise(real, 0.3, "dog", 3), ofRun.denoise(real, 0.3, "dog", 3));
        }
    }

    @Test
    void aSessionServesIt() {
        SessionSettings settings =
                new SessionSettings(
                        found(run).config().sampling(), SessionSettings.DEFAULT.timeout());
        try (GenerationSession session =
                        GenerationSession.open(
                                graph,
                                Precision.FLOAT32,
                                Device.cpu(),
                                new PixelCodec(),
                                settings);
                Pipeline ofRun = Pipeline.open(run)) {
            byte[] got =
                    session.generate(
                                    session.request(List.of(new Item(1, 7, 0), new Item(2, 7, 1))),
                                    new Cancellation())
                            .pictures()
                            .get(1)
                            .pixels();
            byte[] wanted = ofRun.generate("1, 2", 2, 7).get(1).pixels();
            requireAlike(got, wanted);
        }
    }

    @Test
    void aGraphOfOneLabelIsSampledWithoutGuidance() {
        Path one = exported("dog.onnx", new LabelForm.One(1));
        try (Pipeline ofRun = Pipeline.from(run).guidance(1).open();
                Pipeline ofGraph = Pipeline.open(one)) {
            requireClose(ofGraph.states("dog", 3, 1), ofRun.states("dog", 3, 1));
            assertThatThrownBy(() -> ofGraph.states("cat", 1, 1))
                    .hasMessageContaining("is the graph of label 1 alone");
        }
    }

    @Test
    void whatNeedsWeightsIsToldSo() {
        assertThatThrownBy(() -> new GraphExport(found(graph), graph, LabelForm.AUTO))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is an ONNX file already");
        assertThatThrownBy(() -> Pipeline.from(graph).precision(Precision.BFLOAT16).open())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("computes in float32 on the CPU");
        assertThatThrownBy(() -> Pipeline.from(graph).weights("ema").open())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("holds a single set of weights");
    }

    private static void requireClose(float[][] got, float[][] wanted) {
        assertThat(got).hasDimensions(wanted.length, wanted[0].length);
        for (int i = 0; i < got.length; i++) {
            for (int k = 0; k < got[i].length; k++) {
                assertThat((double) got[i][k]).isCloseTo(wanted[i][k], offset(SAME));
            }
        }
    }

    /** Up to a grey level, where rounding falls on the other side. */
    private static void requireAlike(List<Picture> got, List<Picture> wanted) {
        assertThat(got).hasSameSizeAs(wanted);
        for (int i = 0; i < got.size(); i++) {
            requireAlike(got.get(i).pixels(), wanted.get(i).pixels());
        }
    }

    private static void requireAlike(byte[] got, byte[] wanted) {
        assertThat(got).hasSameSizeAs(wanted);
        for (int k = 0; k < got.length; k++) {
            assertThat((got[k] & 0xFF) - (wanted[k] & 0xFF)).isBetween(-1, 1);
        }
    }
}
