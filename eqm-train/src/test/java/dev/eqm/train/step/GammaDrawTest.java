package dev.eqm.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eqm.core.random.Seeds;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GammaDrawTest {
    @ParameterizedTest
    @EnumSource(
            value = GammaDraw.class,
            names = {"UNIFORM", "STRATIFIED"})
    void eachIsAFunctionOfSeedAndStepAndUniform(GammaDraw how) {
        float[] gamma = new Draws(3, 5).gamma(4000, how);
        assertThat(gamma)
                .isEqualTo(new Draws(3, 5).gamma(4000, how))
                .isNotEqualTo(new Draws(3, 6).gamma(4000, how))
                .isNotEqualTo(new Draws(4, 5).gamma(4000, how));
        double mean = 0;
        double square = 0;
        double firstQuarter = 0;
        for (int i = 0; i < gamma.length; i++) {
            assertThat(gamma[i]).isBetween(0f, Math.nextDown(1f));
            mean += gamma[i] / 4000.0;
            square += gamma[i] * gamma[i] / 4000.0;
            firstQuarter += i < 1000 ? gamma[i] / 1000.0 : 0;
        }
        assertThat(mean).isCloseTo(0.5, within(0.02));
        assertThat(square - mean * mean).isCloseTo(1 / 12.0, within(0.005));
        assertThat(firstQuarter).as("cells come in random order").isCloseTo(0.5, within(0.05));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 64, 1000, 4097})
    void stratifiedPutsOneInEachCell(int n) {
        for (int step = 0; step < 20; step++) {
            Set<Integer> cells = new HashSet<>();
            for (float gamma : new Draws(1, step).gamma(n, GammaDraw.STRATIFIED)) {
                cells.add((int) Math.floor((double) gamma * n));
            }
            assertThat(cells).as("step %d", step).hasSize(n);
        }
    }

    /** Runs of earlier versions go on with the draws that they began with. */
    @Test
    void uniformIsTwentyFourBitsOfTheStepsGenerator() {
        SplittableRandom random = Seeds.generator(3, 1, 5);
        for (float gamma : new Draws(3, 5).gamma(100, GammaDraw.UNIFORM)) {
            assertThat(gamma).isEqualTo((random.nextInt() >>> 8) * 0x1p-24f);
        }
    }

    @Test
    void binsHoldTheirShareOfTheLoss() {
        float[] gamma = {0, 0.05f, 0.1f, 0.99999994f};
        float[] loss = {1, 3, 5, 1};
        float[] zero = {4, 4, 10, 4};
        GammaBins once = GammaBins.of(gamma, loss, zero);
        double[] explained = once.plus(once).explainedVariance();
        assertThat(explained).hasSize(10);
        assertThat(explained[0]).isEqualTo(0.5);
        assertThat(explained[1]).isEqualTo(0.5);
        assertThat(explained[2]).as("no images").isNaN();
        assertThat(explained[9]).isEqualTo(0.75);
    }

    /** P(γ ≤ g) = 1 − √(1 − g); the mean is 2/3. */
    @Test
    void nearDataDrawsHalfOfItBeyondThreeQuarters() {
        float[] gamma = new Draws(3, 5).gamma(40_000, GammaDraw.NEAR_DATA);
        assertThat(gamma).isEqualTo(new Draws(3, 5).gamma(40_000, GammaDraw.NEAR_DATA));
        double mean = 0;
        double[] below = new double[2];
        for (float g : gamma) {
            assertThat(g).isBetween(0f, Math.nextDown(1f));
            mean += g / 40_000.0;
            below[0] += g <= 0.75 ? 1 / 40_000.0 : 0;
            below[1] += g <= 0.19 ? 1 / 40_000.0 : 0;
        }
        assertThat(mean).isCloseTo(2 / 3.0, within(0.006)); // four standard errors
        assertThat(below[0]).isCloseTo(0.5, within(0.01));
        assertThat(below[1]).isCloseTo(0.1, within(0.006));
    }
}
