package dev.eqm.run.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.settings.FeatureChoice;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.score.ClassScore;
import dev.eqm.sample.evaluation.score.Comparison;
import dev.eqm.sample.evaluation.score.FrechetScore;
import dev.eqm.sample.evaluation.score.InceptionScore;
import dev.eqm.sample.evaluation.score.Metric;
import dev.eqm.sample.evaluation.score.Metrics;
import dev.eqm.sample.evaluation.score.Score;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.evaluation.statistics.Reference;
import dev.eqm.sample.evaluation.statistics.ReferenceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Scores from Java, without the command line. */
@ExtendWith(LeakCheck.class)
class ModelEvaluationTest {
    private static final PictureFeatures PIXELS =
            new PictureFeatures(new FeatureChoice("pixels:2"), 64);

    @TempDir private Path folder;

    private static EvaluationSettings settings(Metric... metrics) {
        return EvaluationSettings.DEFAULT.withFeatures(PIXELS).withMetrics(metrics);
    }

    /** Hears. */
    private static final class Heard implements RunListener {
        private final List<String> sentences = new ArrayList<>();

        @Override
        public void found(String what) {
            sentences.add(what);
        }
    }

    @Test
    void samplesOfARunAreScored() {
        FoundModel model = TinyRun.in(folder);
        ModelEvaluation evaluation = ModelEvaluation.of(model, 20, settings(FrechetScore.FID));
        Heard heard = new Heard();
        EvaluationReport report = evaluation.run(heard);
        assertThat(heard.sentences)
                .singleElement()
                .asString()
                .startsWith("reference: the run's own data, Fashion-MNIST");
        assertThat(report.warnings())
                .anySatisfy(w -> assertThat(w).contains("Fashion-MNIST's test split", "10,000"));
        Score score = report.scores().get(0);
        assertThat(score.name()).isEqualTo("Frechet distance [pixels-2]");
        assertThat(score.estimate().value())
                .isBetween(score.estimate().low(), score.estimate().high());
        assertThat(report.samples().count()).isEqualTo(20);
        assertThat(report.made().facts())
                .containsEntry("labels", "balanced")
                .containsEntry("model", model.file().toString())
                .doesNotContainKey("tf32");
        assertThat(report.toJson().keySet())
                .containsExactly("eqm", "scores", "samples", "reference", "protocol", "warnings");
        assertThat(evaluation.run(RunListener.SILENT).samples().sha256())
                .isEqualTo(report.samples().sha256()); // the same pictures, byte for byte
    }

    /** All that was asked for is told: kept features, and why nobody looked for copies. */
    @Test
    void allScoresThatThereAreComeInTheOrderOfTheCatalogue() {
        Heard heard = new Heard();
        EvaluationReport report = ModelEvaluation.of(TinyRun.in(folder), 20, settings()).run(heard);
        assertThat(report.scores())
                .extracting(Score::name)
                .containsExactly(
                        "Frechet distance [pixels-2]",
                        "kernel distance [pixels-2]",
                        "precision [pixels-2]",
                        "recall [pixels-2]",
                        "density [pixels-2]",
                        "coverage [pixels-2]",
                        "Vendi score [pixels-2]");
        assertThat(heard.sentences.get(0)).startsWith("no memorisation check: the run's data have");
    }

    /** The mean of a picture's means; whoever writes such a record needs nothing else. */
    private record Brightness() implements Metric {
        @Override
        public String name() {
            return "BRIGHTNESS";
        }

        @Override
        public FeatureKind features() {
            return FeatureKind.POOLED;
        }

        @Override
        public Basis basis() {
            return Basis.SAMPLES;
        }

        @Override
        public void requireEnough(int pictures) {
            if (pictures < 7) {
                throw new BrokenRuleException("brightness is a lucky number's, got " + pictures);
            }
        }

        @Override
        public List<Score> of(Comparison pictures) {
            float[] all = pictures.samples(features()).all().toFloatArray();
            double sum = 0;
            for (float value : all) {
                sum += value;
            }
            return List.of(new Score("brightness", "higher", Estimate.without(sum / all.length)));
        }
    }

    @Test
    void aMetricOfOnesOwnIsPrintedBehindTheOthers() {
        FoundModel model = TinyRun.in(folder);
        EvaluationReport report =
                ModelEvaluation.of(model, 20, settings(new Brightness(), FrechetScore.FID))
                        .run(RunListener.SILENT);
        assertThat(report.scores())
                .extracting(Score::name)
                .containsExactly("Frechet distance [pixels-2]", "brightness");
        assertThat(report.scores().get(1).line()).matches("brightness +[0-9.e+-]+ +\\(higher.*");
        assertThat(report.toJson().get("scores").toString()).contains("name=brightness");
        assertThatThrownBy(
                        () ->
                                ModelEvaluation.of(model, 6, settings(new Brightness()))
                                        .run(RunListener.SILENT))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("lucky number's, got 6");
    }

    @Test
    void metricsAreFoundByName() {
        assertThat(Metrics.named("fid")).isEqualTo(FrechetScore.FID);
        assertThat(Metrics.examples().keySet())
                .containsExactly(
                        "FID", "FMD", "SFID", "KID", "IS", "PR", "DC", "AGREEMENT", "VENDI");
        Metrics.examples().forEach((name, m) -> assertThat(Metrics.named(name)).isEqualTo(m));
        assertThatThrownBy(() -> Metrics.named("frechet"))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContainingAll("[FID, FMD", "but was 'frechet'");
    }

    /** Pictures are compared with a file, or with a run's data. */
    @Test
    void picturesAreScored() {
        TinyRun.in(folder);
        PictureSet pictures = PictureSet.of(FashionMnist.embedded());
        Reference reference = new PictureStatistics(pictures, "test", 500, false).of(PIXELS, "cpu");
        Path file = folder.resolve("ref.npz");
        ReferenceFile.write(file, reference);
        EvaluationSettings against =
                new EvaluationSettings(
                        PIXELS,
                        List.of(FrechetScore.FID),
                        1,
                        new ReferenceChoice.StatisticsFile(file),
                        MemorisationWish.OFF,
                        0);
        EvaluationReport report =
                new PictureEvaluation(pictures, List.of(), "cpu", against).run(RunListener.SILENT);
        double distance = report.scores().get(0).estimate().value();
        assertThat(distance).isBetween(0.0, 1.0); // bytes of all against those of the first 500
        assertThat(report.reference().split()).isEqualTo("test");
        assertThat(report.made().facts()).isEqualTo(Map.of("images", pictures.name()));

        List<RunFolder> run = List.of(new RunFolder(folder));
        EvaluationReport same =
                new PictureEvaluation(pictures, run, "cpu", settings(FrechetScore.FID))
                        .run(RunListener.SILENT);
        assertThat(same.scores().get(0).estimate().value()).isLessThan(1e-3).isLessThan(distance);
        assertThatThrownBy(
                        () ->
                                new PictureEvaluation(
                                        pictures, List.of(), "cpu", EvaluationSettings.DEFAULT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("choose a reference, or a run");
    }

    /** The samples of each class beside the learned images of it. */
    @Test
    void classesAreScoredOneByOne() {
        FoundModel model = TinyRun.in(folder);
        EvaluationSettings wanted = settings(FrechetScore.FID).withClasses();
        EvaluationReport report = ModelEvaluation.of(model, 40, wanted).run(RunListener.SILENT);
        assertThat(report.classes()).hasSize(10);
        for (ClassScore one : report.classes()) {
            assertThat(one.samples()).isEqualTo(4);
            assertThat(one.references()).isEqualTo(1000);
            assertThat(one.distance().value()).isPositive();
            assertThat(one.agreement().value()).isNaN(); // pixels name no classes
        }
        assertThat(report.className(report.classes().get(9))).isEqualTo("Ankle boot");
        assertThat(report.toJson().get("classes").toString())
                .contains("class=Ankle boot", "reference=1000", "agreement=null");

        // learned images lie at their own classes
        PictureSet pictures = PictureSet.of(FashionMnist.embedded());
        EvaluationReport same =
                new PictureEvaluation(pictures, List.of(new RunFolder(folder)), "cpu", wanted)
                        .run(RunListener.SILENT);
        for (int c = 0; c < 10; c++) {
            assertThat(same.classes().get(c).distance().value())
                    .isLessThan(1e-3)
                    .isLessThan(report.classes().get(c).distance().value());
        }
        assertThatThrownBy(
                        () ->
                                new EvaluationSettings(
                                        PIXELS,
                                        List.of(),
                                        10,
                                        new ReferenceChoice.StatisticsFile(folder),
                                        MemorisationWish.OFF,
                                        0,
                                        true))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("does not say which class");
    }

    @Test
    void whatCannotBeIsRefused() {
        FoundModel model = TinyRun.in(folder);
        refused(model, settings(new InceptionScore(10, true)), "IS needs LOGITS features");
        refused(model, settings(FrechetScore.FMD), "FMD is not a score of the network pixels-2");
        EvaluationSettings required =
                new EvaluationSettings(
                        PIXELS,
                        List.of(),
                        10,
                        new ReferenceChoice.OwnData(),
                        MemorisationWish.REQUIRED,
                        0);
        refused(model, required, "no held-out images");
        assertThatThrownBy(
                        () ->
                                new EvaluationSettings(
                                        PIXELS,
                                        List.of(),
                                        32,
                                        new ReferenceChoice.OwnData(),
                                        MemorisationWish.OFF,
                                        0))
                .hasMessage("groups must lie in [1, 31], got 32");
        assertThatThrownBy(() -> new PictureFeatures(FeatureChoice.AUTO, 0))
                .hasMessage("batch must be at least 1, got 0");
    }

    private static void refused(FoundModel model, EvaluationSettings settings, String words) {
        assertThatThrownBy(() -> ModelEvaluation.of(model, 20, settings).run(RunListener.SILENT))
                .hasMessageContaining(words);
    }
}
