package dev.eqm.run.reproduce.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.run.reproduce.item.Relation;
import dev.eqm.run.reproduce.measure.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssociationTest {
    private static final Relation ASKED = Relation.of("value at data ~ quality at data");

    /** An arm for each pair: value at data, and what stands beside it. */
    private static Map<String, Map<String, List<Reading>>> table(double[]... pairs) {
        Map<String, Map<String, List<Reading>>> table = new LinkedHashMap<>();
        for (double[] pair : pairs) {
            List<Reading> bySeed =
                    List.of(
                            Reading.of(pair[0]).with("quality", pair[1]),
                            Reading.of(pair[0] + 0.1).with("quality", pair[1] + 0.1));
            table.put("arm " + table.size(), Map.of("data", bySeed, "noise", bySeed));
        }
        return table;
    }

    @Test
    void whatRisesTogetherAgrees() {
        double[][] pairs = {{1, 10}, {2, 20}, {3, 30}, {4, 40}, {5, 50}, {6, 60}};
        Association rising = Association.of(ASKED, table(pairs));
        assertThat(rising.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(rising.arms()).isEqualTo(6);
        for (double[] pair : pairs) {
            pair[1] = -pair[1];
        }
        Association falling = Association.of(ASKED, table(pairs));
        assertThat(falling.verdict()).isEqualTo(Verdict.DISAGREES);
        assertThat(falling.found().rho()).isNegative();
        assertThat(falling.toJson())
                .containsEntry("relation", "value at data ~ quality at data")
                .containsEntry("verdict", "disagrees");
    }

    @Test
    void whatHasNoRelationCannotBeTold() {
        double[][] pairs = {{1, 30}, {2, 10}, {3, 50}, {4, 20}, {5, 60}, {6, 15}};
        Association none = Association.of(ASKED, table(pairs));
        assertThat(none.verdict()).isEqualTo(Verdict.CANNOT_BE_TOLD_APART);
        assertThat(none.found().p()).isGreaterThan(0.05);
    }

    /** Of four arms, even a perfect relation comes by chance in one of twelve experiments. */
    @Test
    void fewArmsTellNothing() {
        Association few =
                Association.of(
                        ASKED,
                        table(
                                new double[] {1, 1},
                                new double[] {2, 2},
                                new double[] {3, 3},
                                new double[] {4, 4}));
        assertThat(few.verdict()).isEqualTo(Verdict.CANNOT_BE_TOLD_APART);
        assertThat(few.why()).contains("4 arms", "at least 5");
    }

    @Test
    void armsThatDivergeOrLackANumberAreLeftOut() {
        double[][] pairs = {
            {1, 10}, {2, 20}, {3, 30}, {4, 40}, {5, 50}, {Double.NaN, 3}, {0, Double.NaN}
        };
        Association found = Association.of(ASKED, table(pairs));
        assertThat(found.arms()).isEqualTo(5);
        assertThat(found.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(found.why()).contains("left out").endsWith(": arm 5, arm 6");
        Association nowhere =
                Association.of(Relation.of("value at sea ~ quality at data"), table(pairs));
        assertThat(nowhere.verdict()).isEqualTo(Verdict.NOT_ASKED);
        assertThat(nowhere.toJson()).containsEntry("spearman", null);
    }

    @Test
    void relationsSayWhatTheyWereReadFrom() {
        for (String text : List.of("value at data ~ quality at data", "calls ~ value")) {
            assertThat(Relation.of(text)).hasToString(text);
        }
        assertThat(ASKED.left()).isEqualTo(new Relation.Side("", "data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"value", "value ~ ", " ~ value", "a ~ b ~ c", "value at  ~ b"})
    void otherTextsAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Relation.of(text));
    }
}
