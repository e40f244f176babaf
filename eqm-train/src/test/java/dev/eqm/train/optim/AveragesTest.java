package dev.eqm.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class AveragesTest {
    private static final List<ParameterSpec> SPECS =
            List.of(ParameterSpec.trained("a", new Init.Normal(1), 7));

    @Test
    void warmupForgetsTheFirstWeightsAtOnce() {
        Averages warm = new Averages(0.999, List.of(0.5), true);
        assertThat(warm.at(0.999, 0)).isEqualTo(0.1);
        assertThat(warm.at(0.999, 1)).isEqualTo(2.0 / 11);
        assertThat(warm.at(0.5, 7)).isEqualTo(8.0 / 17);
        assertThat(warm.at(0.5, 8)).as("9/18 is the decay itself").isEqualTo(0.5);
        assertThat(warm.at(0.999, 100_000)).isEqualTo(0.999);
        assertThat(Averages.of(0.999).at(0.999, 0)).as("off").isEqualTo(0.999);
    }

    /** a ← a + (1 − d)(w − a) for each decay, in double. */
    @Test
    void eachAverageFollowsItsOwnDecay() {
        for (boolean warmup : new boolean[] {false, true}) {
            Averages settings = new Averages(0.9, List.of(0.2), warmup);
            try (Parameters first = Parameters.initialised(Device.cpu(), SPECS, 1);
                    Parameters later = Parameters.initialised(Device.cpu(), SPECS, 2)) {
                List<Average> averages = settings.start(first);
                for (long n = 0; n < 5; n++) {
                    settings.update(averages, later, n);
                }
                float[] start = first.get("a").toFloatArray();
                float[] w = later.get("a").toFloatArray();
                for (int k = 0; k < 2; k++) {
                    float[] got = averages.get(k).parameters().get("a").toFloatArray();
                    double left = 1; // of the start
                    for (long n = 0; n < 5; n++) {
                        left *= settings.at(settings.decays().get(k), n);
                    }
                    for (int i = 0; i < w.length; i++) {
                        double want = w[i] + left * (start[i] - w[i]);
                        assertThat((double) got[i]).isCloseTo(want, within(1e-6));
                    }
                }
                averages.forEach(Average::close);
            }
        }
    }

    @Test
    void theyAreKnownByNamesWithTheirDecays() {
        Averages three = new Averages(0.99, List.of(0.9999, 0.00001), false);
        assertThat(three.names()).containsExactly("ema", "ema-0.9999", "ema-0.000010");
        assertThat(Averages.of(0.99).names()).containsExactly("ema");
    }

    @Test
    void averagesOfOtherSettingsAreRefused() {
        try (Parameters p = Parameters.initialised(Device.cpu(), SPECS, 1)) {
            List<Average> one = Averages.of(0.9).start(p);
            Averages two = new Averages(0.9, List.of(0.99), false);
            assertThatThrownBy(() -> two.update(one, p, 0))
                    .hasMessage("averages must be [ema, ema-0.99], got [ema]");
            one.forEach(Average::close);
        }
    }

    @Test
    void decaysAreChecked() {
        assertThatThrownBy(() -> Averages.of(1)).hasMessage("decay must lie in [0, 1), got 1.0");
        assertThatThrownBy(() -> new Averages(0.9, List.of(1.5), false))
                .hasMessage("others must lie in [0, 1), got [1.5]");
        assertThatThrownBy(() -> new Averages(0.9, List.of(0.9), false))
                .hasMessageContaining("others must differ from decay 0.9");
        assertThatThrownBy(() -> new Averages(0.9, List.of(0.5, 0.5), false))
                .hasMessageContaining("from each other");
    }

    /** 0.9999^1000 = 0.905; with warm-up 1/10 · 2/11 · 3/12 and so on. */
    @Test
    void whatIsLeftOfTheFirstWeightsDecidesWhetherAnAverageIsFormed() {
        Averages published = Averages.DEFAULT;
        assertThat(published.initialShare(1000)).isCloseTo(Math.pow(0.9999, 1000), within(1e-9));
        assertThat(published.isFormed(1000)).isFalse();
        assertThat(published.isFormed(23_024)).isFalse();
        assertThat(published.isFormed(23_026)).isTrue();
        Averages warm = new Averages(0.9999, List.of(), true);
        assertThat(warm.initialShare(3)).isCloseTo(1 / 10. * 2 / 11 * 3 / 12, within(1e-12));
        assertThat(warm.isFormed(0)).isFalse();
        assertThat(warm.isFormed(1)).isTrue();
    }
}
