package dev.eqm.sample.evaluation.ood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.ByteImages;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class OodScorerTest {
    private static final List<OodScore> SCORES =
            List.of(
                    new GradientNorm(),
                    new LineIntegralEnergy(Reference.zero(new Shape(3, 8, 8)), 2));

    private static ByteImages images(int n, int size) {
        byte[] pixels = new byte[n * 3 * size * size];
        new Random(2).nextBytes(pixels);
        return new ByteImages(
                "random", new ImageShape(3, size, size), pixels, new int[n], List.of("one"));
    }

    @Test
    void batchesDoNotMatter() {
        try (SiT model = GoldenSet.pixel()) {
            List<Integer> heard = new ArrayList<>();
            double[][] whole = new OodScorer(model, 2, 7).score(SCORES, images(7, 8), heard::add);
            double[][] parts = new OodScorer(model, 2, 3).score(SCORES, images(7, 8), heard::add);
            assertThat(heard).containsExactly(7, 3, 6, 7);
            double[][] other = new OodScorer(model, 3, 7).score(SCORES, images(7, 8), done -> {});
            for (int k = 0; k < SCORES.size(); k++) {
                for (int i = 0; i < 7; i++) {
                    assertThat(Math.abs(whole[k][i] - parts[k][i]))
                            .isLessThan(1e-5 * (1 + Math.abs(whole[k][i])));
                }
                assertThat(other[k]).isNotEqualTo(whole[k]); // labels do
            }
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        try (SiT model = GoldenSet.pixel();
                SiT timed = GoldenSet.tinyWithTime()) {
            OodScorer scorer = new OodScorer(model, 5, 2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> scorer.score(SCORES, images(2, 6), done -> {}))
                    .withMessageContaining("the images are 3x6x6");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    scorer.score(
                                            List.of(new ExplicitEnergy()), images(2, 8), d -> {}))
                    .withMessageContaining("implicit model");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new OodScorer(model, 6, 2))
                    .withMessageContaining("label must lie in [0, 5], got 6");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new OodScorer(timed, 0, 2))
                    .withMessageContaining("the model takes time as an input");
        }
    }

    @Test
    void curvesAreDrawnInPanels(@TempDir Path folder) throws IOException {
        RocCurve curve = RocCurve.of(new double[] {1, 2, 3}, new double[] {2, 4});
        RocPlot.Panel panel = new RocPlot.Panel("energy", Map.of("noise", curve));
        RocPlot.write(folder.resolve("one.png"), List.of(panel));
        RocPlot.write(folder.resolve("four.png"), List.of(panel, panel, panel, panel));
        Picture one = Png.read(folder.resolve("one.png"));
        Picture four = Png.read(folder.resolve("four.png"));
        assertThat(four.width()).isBetween(2 * one.width() - 2, 2 * one.width() + 2);
        assertThat(four.height()).isBetween(2 * one.height() - 2, 2 * one.height() + 2);
        assertThat(folder.toFile().list()).hasSize(4);
        assertThat(Files.readString(folder.resolve("one.svg")))
                .contains(">energy<", ">noise, AUROC 0.750<", ">chance<");
    }
}
