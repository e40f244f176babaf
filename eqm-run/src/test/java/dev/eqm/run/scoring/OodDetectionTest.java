package dev.eqm.run.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Detection and landscapes from Java, without the command line. */
@ExtendWith(LeakCheck.class)
class OodDetectionTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(10, 0.95, 0);

    @TempDir private Path folder;

    private static OodDetection detection(FoundModel model, OodSets sets, String... scores) {
        return new OodDetection(
                model,
                ComputeChoice.AS_CONFIGURED,
                OodDetection.NULL,
                8,
                sets,
                List.of(scores),
                OodNumbers.DEFAULT,
                BOOTSTRAP);
    }

    @Test
    void aModelHasAllScoresButAnEnergyThatItDoesNotKnow() {
        OodSets sets = new OodSets(OodSets.RUN, List.of("noise", "inverted"), 6);
        OodReport implicit = detection(TinyRun.in(folder), sets).run(RunListener.SILENT);
        assertThat(implicit.rows())
                .extracting(row -> row.score().name())
                .containsExactly("gradient-norm", "residual", "line-integral", "steps");
        assertThat(implicit.seen()).isTrue();
        assertThat(implicit.rows().get(0).outOf().keySet()).containsExactly("noise", "inverted");
        FoundModel energy = TinyRun.in(folder.resolve("energy"), "model.energy=dot");
        OodReport explicit = detection(energy, sets).run(RunListener.SILENT);
        assertThat(explicit.rows())
                .hasSize(5)
                .first()
                .extracting(row -> row.score().name())
                .isEqualTo("energy");
    }

    /** A German machine writes the same files. */
    @Test
    void filesDoNotDependOnTheLocale() {
        OodSets sets = new OodSets(OodSets.RUN, List.of("noise"), 4);
        OodReport report =
                detection(TinyRun.in(folder), sets, "GRADIENT_NORM").run(RunListener.SILENT);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            Path out = folder.resolve("out");
            assertThat(report.write(out, true)).isEqualTo(out.resolve("ood.png")).exists();
            assertThat(out.resolve("ood.json"))
                    .content()
                    .contains("\"auroc\"", "\"label\": \"null\"");
            assertThat(out.resolve("ood.csv"))
                    .content()
                    .startsWith("set,image,gradient-norm\n\"in\",0,")
                    .hasLineCount(1 + 2 * 4);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void wrongRequestsAreRefused() {
        FoundModel model = TinyRun.in(folder);
        OodSets sets = new OodSets(OodSets.HELD_OUT, List.of("noise"), 4);
        assertThatThrownBy(() -> new OodSets(OodSets.RUN, List.of(), 0))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessage("count must be at least 1, got 0");
        assertThatThrownBy(() -> detection(model, sets, "enrgy"))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContainingAll("GRADIENT_NORM, gradient-norm", "but was 'enrgy'");
        assertThatThrownBy(() -> detection(model, sets, "steps", "STEPS"))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessage("scores must not contain a score twice, got [steps, steps]");
        assertThatThrownBy(() -> detection(model, sets, "energy").run(RunListener.SILENT))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("implicit model");
        OodSets unknown = new OodSets(OodSets.RUN, List.of("nois"), 4);
        assertThatThrownBy(() -> detection(model, unknown).run(RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("neither constant, noise");
    }

    @Test
    void landscapesAreLookedAt() {
        FoundModel model = TinyRun.in(folder, "model.energy=dot");
        LandscapeRequest request = new LandscapeRequest(2, 2, 1, 1, List.of(0.5), 0);
        LandscapeReport report =
                LandscapeLook.at(
                        model, model.config().computeOn("cpu"), request, RunListener.SILENT);
        assertThat(report.points().keySet()).containsExactly("data", "noise", "step 2");
        assertThat(report.falls().keySet()).containsExactly(0.5);
        assertThat(report.toJson().keySet()).startsWith("model", "kind", "data", "states");
        LandscapeRequest many = new LandscapeRequest(10_001, 2, 1, 1, List.of(), 0);
        assertThatThrownBy(
                        () ->
                                LandscapeLook.at(
                                        model,
                                        model.config().computeOn("cpu"),
                                        many,
                                        RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("there are only 10000 images");
    }

    @Test
    void wrongLandscapesAreRefused() {
        assertThatThrownBy(() -> new LandscapeRequest(1, 2, 1, 1, List.of(), 0))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("count must be at least 2");
        assertThatThrownBy(() -> new LandscapeRequest(2, 1, 1, 1, List.of(), 0))
                .hasMessageContaining("path must be at least 2");
        assertThatThrownBy(() -> new LandscapeRequest(2, 2, 1, 1, List.of(0.5, 0.0), 0))
                .hasMessage("falls must lie in (0, 1000), got [0.5, 0.0]");
    }
}
