package dev.eqm.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What records print, in words. */
class WordsTest {
    record Inner(double eta, List<Integer> levels) {}

    record NoisyStepConfig(Inner rule, String note, int steps) {}

    record ConstantStep() {}

    @Test
    void aRecordBecomesWords() {
        NoisyStepConfig record = new NoisyStepConfig(new Inner(0.5, List.of(1, 2)), "a b", 3);
        String parts = "rule inner (eta 0.5, levels [1, 2]), note a b, steps 3";
        assertThat(Words.of(record)).isEqualTo("noisy step (" + parts + ")");
        assertThat(Words.parts(record)).isEqualTo(parts);
        assertThat(Words.of(List.of(new ConstantStep()))).isEqualTo("[constant step]");
        assertThat(Words.of(null)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ConstantStep[] | constant step",
                "Sampling[method=AUTO, last=LAST_STEP, other=[]] | sampling (method auto, last last-step)",
                "SiTConfig[width=8] | SiT (width 8)",
                "EqmLoss[schedule=TruncatedDecay[a=0.8, lambda=4.0]]"
                        + "| eqm loss (schedule truncated decay (a 0.8, lambda 4.0))",
                "nag, 60 steps | nag, 60 steps",
                "[1, 28, 28] | [1, 28, 28]",
                "Muon[names=[a, b, c, d, e, f, g]] | muon (names 7 entries)",
                "Muon[rate=0.02, adamW=AdamW[rate=0.004]] | muon (rate 0.02, AdamW (rate 0.004))",
                "see [3] | see [3]",
                "model.architecture[0] | model.architecture[0]",
            })
    void textsThatOlderVersionsHaveStoredToo(String stored, String told) {
        assertThat(Words.of(stored)).isEqualTo(told);
    }
}
