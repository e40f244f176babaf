package dev.eqm.run.reproduce.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.run.reproduce.item.Search;
import dev.eqm.run.reproduce.measure.Reading;
import dev.eqm.run.reproduce.measure.Readings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final List<String> VALUES = List.of("1", "2", "3");

    private static List<Readings> bySeed(double... values) {
        List<Readings> all = new ArrayList<>();
        for (double v : values) {
            all.add(Readings.of(Reading.of(v).with("calls", 10 * v)));
        }
        return all;
    }

    private static Map<String, List<Readings>> tried(
            List<Readings> a, List<Readings> b, List<Readings> c) {
        Map<String, List<Readings>> all = new LinkedHashMap<>();
        all.put("1", a);
        all.put("2", b);
        all.put("3", c);
        return all;
    }

    @Test
    void theLowestMeanOverSeedsIsChosen() {
        Search search = new Search("eta", "η", VALUES, 0);
        Choice middle = Choice.of(search, tried(bySeed(1, 9), bySeed(4, 4), bySeed(7, 7)));
        assertThat(middle.value()).isEqualTo("2");
        assertThat(middle.atEdge()).isFalse();
        Choice edge = Choice.of(search, tried(bySeed(4, 4), bySeed(5, 4), bySeed(7, 7)));
        assertThat(edge.value()).isEqualTo("1");
        assertThat(edge.atEdge()).isTrue();
    }

    @Test
    void whatDivergesIsNotChosen() {
        Search search = new Search("eta", "η", VALUES, 0);
        Choice choice =
                Choice.of(search, tried(bySeed(1, Double.NaN), bySeed(50, 50), bySeed(70, 7)));
        assertThat(choice.value()).isEqualTo("3");
        assertThat(choice.tried().get("1")).isInfinite();
    }

    @Test
    void aNumberOfCallsCanBeAimedAt() {
        Search search = new Search("gmin", "g", VALUES, 24);
        assertThat(Choice.of(search, tried(bySeed(1, 1), bySeed(2, 3), bySeed(4, 4))).value())
                .isEqualTo("2");
    }
}
