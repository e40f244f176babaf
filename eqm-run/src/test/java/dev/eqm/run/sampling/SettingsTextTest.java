package dev.eqm.run.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.sample.output.MadeWith;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other samples were made with, in words. */
class SettingsTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trajectory | none | 12 of 8 samples, 100 ms | no trajectory",
                "trajectory | 12 of 8 samples, 100 ms | none | a trajectory",
                "trajectory | 12 of 8 samples, 100 ms | 6 of 8 samples, 100 ms | another trajectory",
                "seed | 1 | 2 | seed 1, now 2",
                "rule | Nesterov[eta=0.01, mu=0.3] | Nesterov[eta=0.02, mu=0.3] | rule.eta 0.01, now 0.02",
            })
    void saysHowTheyDiffer(String name, String before, String now, String told) {
        assertThat(SettingsText.of(List.of(new MadeWith.Difference(name, before, now))))
                .isEqualTo(told);
    }
}
