package dev.eqm.run.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SamplingKernel;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.sampling.SampleOutputs.Format;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.GuidanceInterval;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.UpdateRule;
import dev.eqm.sample.sheet.Enlargement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sampling from Java, without the command line. */
@ExtendWith(LeakCheck.class)
class SampleRequestTest {
    private static final int COUNT = 5;

    @TempDir private Path folder;

    private SampleRequest request(String out, long seed, SampleOutputs outputs) {
        FoundModel model = SmallModels.fresh(folder, 28, false);
        return SampleRequest.of(
                SmallModels.setup(model).withSeed(seed),
                LabelChoice.of("0-2", COUNT, model.classes(), seed),
                outputs,
                folder.resolve(out));
    }

    /** The text of a lambda is another one in the next process, which could not go on. */
    @Test
    void aRuleWithoutAnIdentityIsRefusedBeforeAnythingIsWritten() throws IOException {
        UpdateRule lambda = (field, x, state, tick) -> new Step(x, field.gradient(x), state);
        assertThatThrownBy(() -> request("out", by(lambda)).run(RunListener.SILENT))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageStartingWith("sampling must have an identity")
                .hasMessageContainingAll("UpdateRule.named(", "[rule=");
        assertThat(folder.resolve("out")).doesNotExist();
        request("out", by(UpdateRule.named("stay", lambda))).run(RunListener.SILENT);
        assertThat(Files.readString(folder.resolve("out/sampling.json"))).contains("rule=stay,");
    }

    private SampleRequest request(String out, UnaryOperator<Sampling> how) {
        FoundModel model = SmallModels.fresh(folder, 28, false);
        SamplingSetup usual = SmallModels.setup(model);
        return SampleRequest.of(
                new SamplingSetup(
                        model,
                        how.apply(usual.sampling()),
                        usual.compute(),
                        usual.codec(),
                        usual.seed()),
                LabelChoice.of("0-2", COUNT, model.classes(), 0),
                SampleOutputs.of(Format.GRID),
                folder.resolve(out));
    }

    private static UnaryOperator<Sampling> by(UpdateRule rule) {
        return usual -> usual.withRule(rule);
    }

    @Test
    void aFolderIsMadeOnceAndBelongsToItsSettings() throws IOException {
        SampleOutputs outputs = SampleOutputs.of(Format.GRID, Format.NPZ, Format.NORMS);
        SampleReport made = request("out", 3, outputs).run(RunListener.SILENT);
        Path out = folder.resolve("out");
        assertThat(made.folder()).isEqualTo(out);
        assertThat(made.wasComplete()).isFalse();
        assertThat(made.count()).isEqualTo(COUNT);
        assertThat(made.before()).isZero();
        assertThat(made.stepWord()).isEqualTo("updates");
        assertThat(made.made().steps()).containsExactly(2, 2, 2, 2, 2);
        assertThat(made.made().gradientNorms()).hasSize(COUNT).containsOnly(0);
        assertThat(made.made().effort().rows()).isEqualTo(2L * COUNT);
        Map<String, TensorData> npz = Npz.read(out.resolve("samples.npz"));
        assertThat(npz.get("arr_0").shape()).containsExactly(COUNT, 28, 28, 3);
        assertThat(npz.get("labels").longs()).containsExactly(0, 1, 2, 0, 1);
        assertThat(out.resolve("grid.png")).exists();
        assertThat(out.resolve("norms.png")).exists();

        SampleReport again = request("out", 3, outputs).run(RunListener.SILENT);
        assertThat(again.wasComplete()).isTrue();
        assertThat(again.before()).isEqualTo(COUNT);
        assertThat(again.made().steps()).isEmpty();
        assertThatThrownBy(() -> request("out", 4, outputs).run(RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(
                        "out contains samples made with other settings: seed 3, now 4; overwrite");
        Files.createDirectories(folder.resolve("mine/photos"));
        assertThatThrownBy(() -> request("mine", 3, outputs).run(RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is not empty");
    }

    private SampleRequest numbered(long seed) {
        SampleRequest first = request("some", seed, SampleOutputs.of(Format.GRID));
        SampleFolder base = new SampleFolder(folder.resolve("some"), false, false);
        return new SampleRequest(
                first.setup(), first.labels(), first.guided(), first.outputs(), base);
    }

    @Test
    void aFolderThatNobodyNamedIsFollowedByTheNextNumber() throws IOException {
        SmallModels.Ears ears = new SmallModels.Ears("nothing");
        Path base = folder.resolve("some");
        Files.createDirectories(base);
        Files.writeString(base.resolve("compose.png"), "a sheet"); // does not stand in the way
        assertThat(numbered(1).run(ears).folder()).isEqualTo(base);
        assertThat(numbered(2).run(ears).folder()).isEqualTo(folder.resolve("some-2"));
        assertThat(ears.heard)
                .contains(
                        base
                                + " contains samples made with other settings (seed 1, now 2); new samples go to "
                                + folder.resolve("some-2"));
        assertThat(numbered(3).run(ears).folder()).isEqualTo(folder.resolve("some-3"));
        SampleReport second = numbered(2).run(ears);
        assertThat(second.folder()).isEqualTo(folder.resolve("some-2"));
        assertThat(second.wasComplete()).isTrue();
        assertThat(second.toOpen()).isEqualTo(folder.resolve("some-2/grid.png"));
        Files.createDirectories(folder.resolve("some-5"));
        Files.writeString(folder.resolve("some-5/notes.txt"), "mine");
        assertThat(numbered(4).run(ears).folder()).isEqualTo(folder.resolve("some-4"));
        assertThat(numbered(5).run(ears).folder()).isEqualTo(folder.resolve("some-6"));
    }

    @Test
    void whatIsCutOffKeepsItsNumber() {
        numbered(1).run(RunListener.SILENT);
        SmallModels.Ears dies = new SmallModels.Ears("samples 2-3 of 5, step 2/2");
        assertThatThrownBy(() -> numbered(2).run(dies)).hasMessage("cut off");
        SampleReport rest = numbered(2).run(RunListener.SILENT);
        assertThat(rest.folder()).isEqualTo(folder.resolve("some-2"));
        assertThat(rest.before()).isEqualTo(2);
    }

    @Test
    void otherSettingsAreToldByTheirKeys() {
        SampleRequest first = request("out", 3, SampleOutputs.of(Format.GRID));
        first.run(RunListener.SILENT);
        SamplingSetup setup = first.setup();
        Sampling other = setup.sampling().withRule(new GradientDescent(0.5)).withSteps(7);
        assertThatThrownBy(
                        () ->
                                new SampleRequest(
                                                setup.with(other),
                                                first.labels(),
                                                new GuidanceInterval.Norms(1, 2),
                                                first.outputs(),
                                                first.into())
                                        .run(RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("steps 2, now 7")
                .hasMessageContaining("now gd")
                .hasMessageContaining("out=DIR")
                .message()
                .doesNotContain("[");
    }

    /** A folder that was made with an option is not that of the same command without it. */
    @Test
    void aSettingThatIsLeftOutIsADifference() {
        SampleRequest first = request("out", 3, SampleOutputs.of(Format.GRID));
        new SampleRequest(
                        first.setup(),
                        first.labels(),
                        new GuidanceInterval.Norms(1, 2),
                        first.outputs(),
                        first.into())
                .run(RunListener.SILENT);
        assertThatThrownBy(() -> first.run(RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("guidanceInterval norms, now none");
    }

    /** The names of its settings and their order are part of the format. */
    @Test
    void theFileOfTheFolderSaysWhatItWasMadeWith() throws IOException {
        request("out", 3, SampleOutputs.of(Format.LATENTS)).run(RunListener.SILENT);
        String text = Files.readString(folder.resolve("out/sampling.json"));
        assertThat(text.replaceAll("\\s+", " "))
                .containsPattern(
                        "^\\{ \"done\": 5, \"complete\": true, \"settings\": \\{ \"model\": \"[0-9a-f]{64}\", "
                                + "\"precision\": \"FLOAT32\", \"device\": \"[^\"]+\", (\"kernel\": \"packed\", )?"
                                + "\"lanes\": \\d+, \"eqm\": "
                                + "\"[^\"]+\", \"sampling\": \"SamplingConfig\\[[^\"]+\\]\", \"labels\": \"0-2\", "
                                + "\"count\": 5, \"seed\": 3, \"labelsSha256\": \"[0-9a-f]{64}\", \"format\": "
                                + "\"\\[LATENTS\\]\", \"columns\": \"nearly square\", \"trajectory\": \"none\" \\} \\} $");
        String kernel = SamplingKernel.of(Precision.FLOAT32, Device.cpu()).name();
        assertThat(text.contains("\"kernel\"")).isEqualTo(kernel.equals(SamplingKernel.PACKED));
    }

    @Test
    void whatWasCutOffGoesOnToTheSameBytes() throws IOException {
        SampleOutputs outputs = SampleOutputs.of(Format.NPZ, Format.LATENTS, Format.PNG);
        request("whole", 0, outputs).run(RunListener.SILENT);
        SmallModels.Ears dies = new SmallModels.Ears("samples 2-3 of 5, step 2/2");
        assertThatThrownBy(() -> request("cut", 0, outputs).run(dies)).hasMessage("cut off");
        assertThat(folder.resolve("cut/samples.npz")).doesNotExist();
        SmallModels.Ears ears = new SmallModels.Ears("nothing");
        SampleReport rest = request("cut", 0, outputs).run(ears);
        assertThat(rest.before()).isEqualTo(2);
        assertThat(rest.made().steps()).hasSize(3);
        assertThat(ears.heard).contains("continuing after 2 of 5 samples");
        for (String file : List.of("samples.npz", "latents.npz", "000004.png", "sampling.json")) {
            assertThat(folder.resolve("cut").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
    }

    /** Cut between the last batch and the last word about it. */
    @Test
    void whatMissesNothingButItsEndIsFinished() throws IOException {
        SampleOutputs outputs = SampleOutputs.of(Format.LATENTS);
        request("out", 0, outputs).run(RunListener.SILENT);
        Path file = folder.resolve("out/sampling.json");
        String whole = Files.readString(file);
        Files.writeString(file, whole.replace("\"complete\": true", "\"complete\": false"));
        SampleReport rest = request("out", 0, outputs).run(RunListener.SILENT);
        assertThat(rest.wasComplete()).isFalse();
        assertThat(rest.before()).isEqualTo(COUNT);
        assertThat(rest.made().steps()).isEmpty();
        assertThat(file).hasContent(whole);
    }

    @Test
    void allIsCheckedBeforeAnythingIsWritten() {
        SampleRequest good = request("refused", 0, SampleOutputs.of(Format.LATENTS));
        SamplingSetup setup = good.setup();
        refused(
                new SampleRequest(
                        SmallModels.setup(SmallModels.fresh(folder, 28, true)),
                        good.labels(),
                        new GuidanceInterval.Steps(1, 2),
                        good.outputs(),
                        good.into()),
                "works only with update rules");
        refused(request("refused", 0, SampleOutputs.of(Format.ENERGIES)), "implicit energy");
        refused(
                request(
                        "refused",
                        0,
                        new SampleOutputs(
                                List.of(),
                                0,
                                Enlargement.AUTOMATIC,
                                new TrajectoryChoice("2", 6, 100))),
                "at most all 5 samples");
        refused(
                request(
                        "refused",
                        0,
                        new SampleOutputs(
                                List.of(),
                                0,
                                Enlargement.AUTOMATIC,
                                new TrajectoryChoice("0,9", 0, 100))),
                "no frame can be taken after step 9");
        refused(
                SampleRequest.of(
                        setup,
                        new LabelChoice(List.of(11L), 1, "11"),
                        good.outputs(),
                        good.into().path()),
                "label 11");
        assertThatThrownBy(
                        () ->
                                new SampleOutputs(
                                        List.of(),
                                        -1,
                                        Enlargement.AUTOMATIC,
                                        TrajectoryChoice.NONE))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("columns");
        assertThatThrownBy(() -> new LabelChoice(List.of(1L), 0, "1"))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("count must be at least 1");
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    private static void refused(SampleRequest request, String words) {
        assertThatThrownBy(() -> request.run(RunListener.SILENT))
                .isInstanceOfAny(UsageException.class, BrokenRuleException.class)
                .hasMessageContaining(words);
    }
}
