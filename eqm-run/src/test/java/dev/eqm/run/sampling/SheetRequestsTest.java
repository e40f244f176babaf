package dev.eqm.run.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Pixels;
import dev.eqm.core.data.Png;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.PngTexts;
import dev.eqm.core.testing.SheetCells;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ImagePlace;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.scoring.LikelihoodRequest;
import dev.eqm.run.scoring.NeighboursReport;
import dev.eqm.run.scoring.NeighboursRequest;
import dev.eqm.sample.guidance.Composition;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.likelihood.Likelihood;
import dev.eqm.sample.likelihood.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sheets from Java: what they hold, and that wrong requests are refused before any work. */
@ExtendWith(LeakCheck.class)
class SheetRequestsTest {

    @TempDir private Path folder;
    private SamplingSetup setup;

    @BeforeEach
    void model() {
        setup = SmallModels.setup(SmallModels.fresh(folder, 28, false));
    }

    private Sheet sheet(String name) {
        return new Sheet(folder.resolve("sheets"), name, false);
    }

    @Test
    void aFieldOfZerosLeavesImagesAsNoisyAsTheyAre() {
        StartImages images = StartImages.ofRun(2);
        DenoiseReport report =
                new DenoiseRequest(setup, sheet("denoise"), images, List.of(1.0, 0.5))
                        .run(RunListener.SILENT);
        assertThat(report.labels()).hasSize(2);
        assertThat(report.levels().get(0)).isEqualTo(new DenoiseReport.Level(1, 0, 0));
        DenoiseReport.Level half = report.levels().get(1);
        assertThat(half.denoised()).isEqualTo(half.noised()).isPositive();
        assertThat(report.toJson().get("gammas").toString())
                .startsWith("[{gamma=1.0, noised={mse=0.0}, denoised={mse=0.0}}, ")
                .contains("psnr=");
        SheetCells cells = SheetCells.of(report.picture(), 5, 2, 28, 9);
        assertThat(cells.cell(1, 1)).as("gamma 1 is the image").isEqualTo(cells.cell(0, 1));
        assertThat(cells.left()).as("image, gamma, denoised").isPositive();
        assertThatThrownBy(
                        () ->
                                new DenoiseRequest(setup, sheet("denoise"), images, List.of(0.5))
                                        .run(RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("denoise.png already exists");
    }

    @Test
    void aSheetOfCompositionsHasARowForEach() {
        List<Composition> two =
                List.of(
                        Composition.sum(List.of(3L, 7L), List.of(1.0, 1.0)),
                        Composition.aroundNull(List.of(1L), List.of(1.0), 2));
        AddedModel other = new AddedModel(ModelChoice.of(setup.model().file()), 0.5);
        ComposeReport report =
                new ComposeRequest(setup, sheet("compose"), two, 3, List.of(other))
                        .run(RunListener.SILENT);
        SheetCells cells = SheetCells.of(report.picture(), 2, 3, 28, 9);
        assertThat(cells.cell(0, 2)).hasSize(784);
        assertThat(cells.left()).as("3 + 7, 1").isPositive();
        assertThat(PngTexts.of(report.picture()))
                .containsEntry("Command", "eqm compose")
                .containsEntry("Labels", "3 + 7; 1")
                .containsEntry("Seed", "0")
                .containsEntry("Sampler", "nag, eta=0.003, mu=0.35, 2 steps")
                .containsKeys("Software", "Run", "Model", "Guidance");
        assertThat(report.toJson().toString())
                .contains(
                        "{sampling=nag (eta 0.003, mu 0.35), 2 steps, cfg 1.0, batchSize 2, seed=0, with=",
                        "withWeight=0.5, compositions=[{used=[{label=3, weight=1.0}, ")
                .endsWith("{used=[{label=1, weight=2.0}, {label=null, weight=-1.0}]}]}");
    }

    @Test
    void stripsStandBesideEachOther() {
        FoundModel flow = SmallModels.fresh(folder, 28, true);
        StripRequest.Beside beside =
                StripRequest.Beside.of(flow, setup.sampling(), List.of("integrator.kind=euler"));
        assertThat(beside.sampling().steps()).isEqualTo(2);
        assertThat(beside.sampling().integrator()).isEqualTo(Integrators.examples().get("euler"));
        LabelChoice labels = new LabelChoice(List.of(4L), 3, "4");
        StripReport report =
                new StripRequest(setup, sheet("strip"), labels, "0,2", List.of(beside))
                        .run(RunListener.SILENT);
        assertThat(report.steps()).containsExactly(0, 2);
        assertThat(report.labels()).containsExactly(4L, 4L, 4L);
        assertThat(report.rows())
                .extracting(StripReport.Row::run)
                .containsExactly("fresh-28-false", "fresh-28-true");
        SheetCells cells = SheetCells.of(report.picture(), 6, 2, 28, 9);
        assertThat(cells.cell(0, 0)).as("the same noise").isEqualTo(cells.cell(1, 0));
    }

    @Test
    void imagesOfTheRunAreTheirOwnNeighbours() throws IOException {
        float[] pixels = new float[28 * 28];
        FashionMnist.embedded().read(7, pixels, 0);
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        byte[] bytes = Pixels.toBytes(pixels, 1, 1, 28, 28);
        Png.write(pictures.resolve("7.png"), Picture.of(bytes, 0, 28, 28, 1));
        NeighboursReport report =
                new NeighboursRequest(
                                setup,
                                sheet("neighbours"),
                                new NeighboursRequest.Asked.Images(pictures, 1),
                                ImagePlace.OF_RUN,
                                3)
                        .run(RunListener.SILENT);
        assertThat(report.looked().count()).isEqualTo(10_000);
        NeighboursReport.Found nearest = report.neighbours().get(0).get(0);
        assertThat(nearest.image()).isEqualTo(7);
        assertThat(nearest.distance()).isZero();
        assertThat(nearest.label()).isEqualTo(FashionMnist.embedded().label(7));
        assertThat(report.neighbours().get(0)).hasSize(3);
        assertThat(report.meanDistance()).isZero();
        SheetCells cells = new SheetCells(Png.read(report.picture()), 1, 4, 28, 8, 17);
        assertThat(cells.cell(0, 1)).isEqualTo(cells.cell(0, 0));
    }

    @Test
    void sheetsThatNoArrayHoldsAreRefusedBeforeAnySample() {
        int many = 2_000_000_000;
        StartImages two = StartImages.ofRun(2);
        LabelChoice labels = new LabelChoice(List.of(1L), many, "1");
        Composition one = Composition.sum(List.of(1L), List.of(1.0));
        String words = "at most 2739137 images of 784 numbers each, got ";
        broken(
                words + "4000000004",
                () ->
                        new InpaintRequest(setup, sheet("x"), two, "left", many, 1)
                                .run(RunListener.SILENT));
        broken(
                words + "2000000000",
                () -> compose(List.of(one), many, List.of()).run(RunListener.SILENT));
        broken(
                words + "6000000000",
                () ->
                        new StripRequest(setup, sheet("x"), labels, "0,1,2", List.of())
                                .run(RunListener.SILENT));
        assertThat(folder.resolve("x.png")).doesNotExist();
    }

    @Test
    void wrongRequestsAreRefusedBeforeAnyWork() {
        StartImages images = StartImages.ofRun(2);
        Composition one = Composition.sum(List.of(1L), List.of(1.0));
        AddedModel other = new AddedModel(ModelChoice.of(setup.model().file()), 1);
        broken("count", () -> compose(List.of(one), 0, List.of()));
        broken("composition", () -> compose(List.of(), 1, List.of()));
        broken("one model", () -> compose(List.of(one), 1, List.of(other, other)));
        broken("finite", () -> new AddedModel(other.model(), Double.NaN));
        broken("gamma", () -> new DenoiseRequest(setup, sheet("x"), images, List.of(0.5, 1.5)));
        broken("gamma", () -> new DenoiseRequest(setup, sheet("x"), images, List.of()));
        broken("ramp", () -> new InpaintRequest(setup, sheet("x"), images, "left", 1, 3));
        broken("ramp", () -> new InpaintRequest(setup, sheet("x"), images, "left", 1, 0));
        broken("completions", () -> new InpaintRequest(setup, sheet("x"), images, "left", 0, 1));
        LabelChoice labels = new LabelChoice(List.of(1L), 1, "1");
        StripRequest.Beside small =
                new StripRequest.Beside(SmallModels.fresh(folder, 14, false), setup.sampling());
        broken(
                "states of the same shape",
                () -> new StripRequest(setup, sheet("x"), labels, "2", List.of(small)));
        broken(
                "k must",
                () ->
                        new NeighboursRequest(
                                setup,
                                sheet("x"),
                                new NeighboursRequest.Asked.Samples(labels),
                                ImagePlace.OF_RUN,
                                0));
        broken(
                "2 images",
                () ->
                        new LikelihoodRequest(
                                setup.model(),
                                "cpu",
                                StartImages.ofRun(1),
                                new Likelihood(1, 1, Probe.RADEMACHER),
                                1,
                                0));
        SamplingSetup noisy =
                setup.with(setup.sampling().withIntegrator(Integrators.examples().get("sde-heun")));
        refused(
                "without random noise",
                () ->
                        new DenoiseRequest(noisy, sheet("x"), images, List.of(0.5))
                                .run(RunListener.SILENT));
        refused(
                "there are only 10000",
                () ->
                        new DenoiseRequest(
                                        setup, sheet("x"), StartImages.ofRun(10_001), List.of(0.5))
                                .run(RunListener.SILENT));
        refused(
                "must be left, right",
                () ->
                        new InpaintRequest(setup, sheet("x"), images, "middle", 1, 1)
                                .run(RunListener.SILENT));
        assertThat(folder.resolve("sheets")).doesNotExist();
    }

    private ComposeRequest compose(List<Composition> some, int count, List<AddedModel> added) {
        return new ComposeRequest(setup, sheet("x"), some, count, added);
    }

    private static void broken(String words, ThrowingCallable made) {
        assertThatThrownBy(made)
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining(words);
    }

    private static void refused(String words, ThrowingCallable run) {
        assertThatThrownBy(run).isInstanceOf(UsageException.class).hasMessageContaining(words);
    }
}
