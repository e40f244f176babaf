package dev.eqm.run.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.ImageShape;
import dev.eqm.run.plan.NoiseLeft;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Muon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is chosen for images that nobody has trained on. */
class StarterRecipeTest {
    private static RunConfig of(int count, int channels, int side, int classes) {
        ImageOutline images =
                ImageOutline.numbered(count, new ImageShape(channels, side, side), classes);
        return StarterRecipe.of(new ImageData.EmbeddedFashionMnist(), images);
    }

    /** Any square can be learned: the patch divides it, nothing is left of the noise. */
    @ParameterizedTest
    @CsvSource({
        "8,2", "9,3", "10,2", "12,2", "16,2", "28,4", "29,1", "30,3", "32,4", "64,8", "96,8"
    })
    void patchesDivideTheSide(int side, int patch) {
        assertThat(StarterRecipe.patch(side)).isEqualTo(patch);
        RunConfig config = of(500, 3, side, 4);
        assertThat(config.model().imageSize()).isEqualTo(side);
        assertThat(NoiseLeft.of(config).warnings()).isEmpty();
        assertThat(config.ema().isFormed(config.train().steps())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1,8", "8,8", "11,10", "17,16", "28,28", "31,28", "32,32", "4000,32"})
    void squaresAreNoLargerThanThePictures(int shortSide, int side) {
        assertThat(StarterRecipe.side(shortSide)).isEqualTo(side);
    }

    @Test
    void batchesShowNoImageTwiceAndGridsLineUp() {
        assertThat(of(7, 1, 8, 1).train().batchSize()).isEqualTo(7);
        int[][] classesColumnsCount = {
            {1, 8, 64}, {2, 8, 64}, {3, 9, 63}, {4, 8, 64}, {10, 10, 60}, {16, 16, 64}, {17, 8, 64}
        };
        for (int[] row : classesColumnsCount) {
            PreviewConfig preview = of(500, 1, 8, row[0]).preview();
            assertThat(preview.columns()).as("%s classes", row[0]).isEqualTo(row[1]);
            assertThat(preview.count()).as("%s classes", row[0]).isEqualTo(row[2]);
        }
        assertThat(of(500, 1, 8, 1).sampling().cfg()).isEqualTo(1);
    }

    /** What fashion-mnist.yaml was measured with. */
    @Test
    void imagesAreLearnedAsTheFirstRunIs() {
        assertThat(of(500, 3, 32, 4).optimizer())
                .isInstanceOfSatisfying(
                        Muon.class,
                        muon -> {
                            assertThat(muon.learningRate()).isEqualTo(0.02);
                            assertThat(muon.adamW().learningRate()).isEqualTo(0.004);
                            assertThat(muon.adamWFor()).isEqualTo(Muon.DEFAULT.adamWFor());
                        });
    }

    @Test
    void anotherLengthKeepsTheShapeOfTheRun() {
        RunConfig config = StarterRecipe.lasting(of(500, 1, 8, 10), 400);
        assertThat(config.train().steps()).isEqualTo(400);
        assertThat(config.preview().every()).isEqualTo(100);
        assertThat(config.train().checkpointEvery()).isEqualTo(100);
    }

    /** Points in the plane have a network and a sampler of their own. */
    @Test
    void pointsInThePlaneAreLearnedAsThePlaneIs() {
        RunConfig config = of(500, 2, 1, 1);
        assertThat(config.model().backbone()).isInstanceOf(Backbone.Perceptron.class);
        assertThat(config.optimizer()).isInstanceOf(AdamW.class);
        assertThat(NoiseLeft.of(config).warnings()).isEmpty();
    }
}
