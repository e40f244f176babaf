package dev.eqm.run.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which name a user may have meant. */
class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "abc, '', 3",
        "abc, abc, 0",
        "abc, abd, 1",
        "abc, acb, 1",
        "abc, bc, 1",
        "abc, xabc, 1",
        "kitten, sitting, 3",
        "batchSzie, batchSize, 1"
    })
    void countsSlips(String a, String b, int expected) {
        assertThat(Names.distance(a, b)).isEqualTo(expected);
        assertThat(Names.distance(b, a)).isEqualTo(expected);
    }

    @Test
    void suggestsOnlyWhatIsNear() {
        List<String> known = List.of("steps", "batchSize", "rate", "a", "mu");
        assertThat(Names.nearest("batchSzie", known)).contains("batchSize");
        assertThat(Names.nearest("batch-size", known)).contains("batchSize");
        assertThat(Names.nearest("BATCH_SIZE", known)).contains("batchSize");
        assertThat(Names.nearest("batch", known)).contains("batchSize");
        assertThat(Names.nearest("rat", known)).contains("rate");
        assertThat(Names.nearest("learningRate", known)).contains("rate");
        assertThat(Names.nearest("b", known)).isEmpty();
        assertThat(Names.nearest("optimizer", known)).isEmpty();
        assertThat(Names.suggestion("stpes", known)).isEqualTo("; did you mean 'steps'?");
        assertThat(Names.suggestion("", known)).isEmpty();
    }

    @Test
    void filesAreAlsoKnownByTheirBeginning() {
        List<String> known =
                List.of("fashion-mnist-long.yaml", "fashion-mnist.yaml", "toy-2d.yaml", "a.yaml");
        assertThat(Names.nearest("fashon.yaml", known)).isEmpty();
        assertThat(Names.nearestFile("fashon.yaml", known)).contains("fashion-mnist.yaml");
        assertThat(Names.nearestFile("fashon", known)).contains("fashion-mnist.yaml");
        assertThat(Names.nearestFile("fsahion-mnist-long.yaml", known))
                .contains("fashion-mnist-long.yaml");
        assertThat(Names.nearestFile("imagenet.yaml", known)).isEmpty();
        assertThat(Names.nearestFile("b", known)).isEmpty();
    }
}
