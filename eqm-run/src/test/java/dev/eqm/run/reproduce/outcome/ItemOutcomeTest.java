package dev.eqm.run.reproduce.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.run.reproduce.SmallItems;
import dev.eqm.run.reproduce.item.ItemFiles;
import dev.eqm.run.reproduce.measure.Reading;
import dev.eqm.run.reproduce.measure.Readings;
import dev.eqm.run.reproduce.verdict.Verdict;
import dev.eqm.run.reproduce.work.Cell;
import dev.eqm.run.reproduce.work.Choice;
import dev.eqm.run.reproduce.work.ItemPlan;
import dev.eqm.run.reproduce.work.Measured;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemOutcomeTest {
    @TempDir private Path folder;

    private static Readings places(double data, double noise) {
        Map<String, Reading> all = new LinkedHashMap<>();
        all.put("data", Reading.of(data));
        all.put("noise", Reading.of(noise));
        return new Readings(all);
    }

    /** A training that diverges knows no places; those of the other seeds are its own. */
    @Test
    void oneSeedThatDivergesDoesSoAtEveryPlace() throws IOException {
        ItemFiles files = SmallItems.in(folder.resolve("configs"));
        SmallItems.write(
                files,
                "shape",
                """
                title: Shape
                source: of a test
                claim: One is less than the other.
                arms:
                  - {name: one, from: eqm, training: [], sampling: []}
                  - {name: other, from: eqm, training: [train.steps=6], sampling: []}
                measure: {kind: field-shape, count: 2, path: 2}
                comparisons: [one at data < other at data]
                """);
        ItemPlan plan = SmallItems.request(files, folder.resolve("out"), "shape").plans().get(0);
        List<Cell> cells = plan.cells();
        Readings gone = Readings.of(Reading.diverged());
        Measured measured =
                new Measured(
                        plan,
                        Map.of(
                                cells.get(0),
                                new Choice("", Map.of(), false),
                                cells.get(1),
                                new Choice("", Map.of(), false)),
                        List.of(
                                Map.of(cells.get(0), gone, cells.get(1), places(3, 4)),
                                Map.of(cells.get(0), places(1, 2), cells.get(1), places(3, 4))),
                        List.of());
        ItemOutcome outcome = ItemOutcome.of(measured);
        assertThat(outcome.rows())
                .extracting(Row::place)
                .containsExactly("data", "noise", "data", "noise");
        assertThat(outcome.rows())
                .extracting(Row::diverged)
                .containsExactly(true, true, false, false);
        assertThat(outcome.answers().get(0).verdict()).isEqualTo(Verdict.CANNOT_BE_TOLD_APART);
        assertThat(outcome.answers().get(0).why()).contains("left side 1, right side 0 of 2");
    }
}
