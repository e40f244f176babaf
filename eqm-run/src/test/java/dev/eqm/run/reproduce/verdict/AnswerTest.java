package dev.eqm.run.reproduce.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.run.reproduce.item.Comparison;
import dev.eqm.run.reproduce.measure.Reading;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final double NONE = Double.NaN;

    private static List<Reading> readings(double... values) {
        return Arrays.stream(values).mapToObj(Reading::of).toList();
    }

    private static Answer answer(String asked, List<Reading> left, List<Reading> right) {
        return Answer.of(Comparison.of(asked), Paired.of(left, right, ""));
    }

    @Test
    void equalityIsOfEverySeed() {
        List<Reading> zero = readings(0, 0, 0);
        assertThat(answer("a = b", zero, zero).verdict()).isEqualTo(Verdict.AGREES);
        assertThat(answer("a = b", readings(0, 0, 1e-9), zero).verdict())
                .isEqualTo(Verdict.DISAGREES);
        assertThat(answer("a = b within 1e-6", readings(0, 0, 1e-9), zero).verdict())
                .isEqualTo(Verdict.AGREES);
    }

    @Test
    void oneTrainingTellsNothing() {
        Answer one = answer("a < b", readings(1), readings(9));
        assertThat(one.verdict()).isEqualTo(Verdict.CANNOT_BE_TOLD_APART);
        assertThat(one.why()).contains("one training");
    }

    @Test
    void samplesThatAlwaysDivergeAreWorseThanSamplesThatNeverDo() {
        List<Reading> good = readings(3, 3.1, 3.2);
        List<Reading> gone = readings(NONE, NONE, NONE);
        assertThat(answer("a < b", good, gone).verdict()).isEqualTo(Verdict.AGREES);
        assertThat(answer("a < b", gone, good).verdict()).isEqualTo(Verdict.DISAGREES);
        assertThat(answer("a > b", gone, good).verdict()).isEqualTo(Verdict.AGREES);
        assertThat(answer("a < b", gone, gone).verdict()).isEqualTo(Verdict.CANNOT_BE_TOLD_APART);
        assertThat(answer("a < b", readings(NONE, 3, 3), good).verdict())
                .isEqualTo(Verdict.CANNOT_BE_TOLD_APART);
        assertThat(answer("a < b", readings(1, 1), readings(NONE, NONE)).verdict())
                .as("two seeds do so by chance")
                .isEqualTo(Verdict.CANNOT_BE_TOLD_APART);
    }

    @Test
    void comparisonsAreAskedAtEveryPlaceThatBothHave() {
        Map<String, List<Reading>> left =
                Map.of("10", readings(1, 1.1, 1.2), "20", readings(2, 2.1, 2.2));
        Map<String, List<Reading>> right =
                Map.of("20", readings(5, 5.1, 5.2), "30", readings(5, 5.1, 5.3));
        Judge judge =
                new Judge(
                        Map.of(
                                "a", left,
                                "b", right,
                                "level", Map.of("", readings(1.5, 1.6, 1.7))),
                        3);
        List<Answer> shared = judge.answers(List.of(Comparison.of("a < b")));
        assertThat(shared)
                .extracting(a -> a.asked().toString())
                .containsExactly("a at 20 < b at 20");
        assertThat(shared.get(0).verdict()).isEqualTo(Verdict.AGREES);
        assertThat(judge.answers(List.of(Comparison.of("a < level"))))
                .extracting(Answer::verdict)
                .containsExactlyInAnyOrder(Verdict.AGREES, Verdict.DISAGREES);
        assertThat(
                        judge.answers(List.of(Comparison.of("mean a < 1.7")))
                                .get(0)
                                .paired()
                                .differences())
                .allSatisfy(d -> assertThat(d).isBetween(-0.3, 0.1));
        Answer none = judge.answers(List.of(Comparison.of("a at 70 < b at 20"))).get(0);
        assertThat(none.verdict()).isEqualTo(Verdict.NOT_ASKED);
        assertThat(none.why()).contains("a at 70");
    }

    @Test
    void quantitiesBesideTheMeasureCanBeCompared() {
        List<Reading> few =
                List.of(Reading.of(9).with("calls", 10), Reading.of(9).with("calls", 11));
        List<Reading> many =
                List.of(Reading.of(1).with("calls", 60), Reading.of(1).with("calls", 60));
        Judge judge = new Judge(Map.of("a", Map.of("", few), "b", Map.of("", many)), 2);
        Answer calls = judge.answers(List.of(Comparison.of("calls of a < calls of b"))).get(0);
        assertThat(calls.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(calls.paired().differences()).containsExactly(-50.0, -49.0);
    }
}
