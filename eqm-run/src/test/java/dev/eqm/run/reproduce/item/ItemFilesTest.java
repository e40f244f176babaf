package dev.eqm.run.reproduce.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.run.reproduce.ReproduceRequest;
import dev.eqm.run.reproduce.SmallItems;
import dev.eqm.run.reproduce.work.ItemCost;
import dev.eqm.run.reproduce.work.ItemPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The items that come with eqm. */
class ItemFilesTest {
    /** Every figure, table and statement of the paper that claims something. */
    private static final List<String> SOURCES =
            List.of(
                    "Figure 1",
                    "Figures 2 and 4",
                    "Figure 3",
                    "Figure 5",
                    "Figure 6",
                    "Figure 7",
                    "Figure 8",
                    "Figure 9",
                    "Figure 10",
                    "Figure 11",
                    "Figure 12",
                    "Tables 1 and 11",
                    "Table 2",
                    "Table 3",
                    "Table 4",
                    "Table 5",
                    "Table 6",
                    "Table 7",
                    "Table 8",
                    "Table 9",
                    "Table 10",
                    "Table 12",
                    "Statement 1",
                    "Statement 2",
                    "Statement 3",
                    "Appendix D.1",
                    "Appendix D.2");

    @TempDir private Path folder;

    private ReproduceRequest all(String scale) {
        return new ReproduceRequest(
                new ItemFiles(SmallItems.CONFIGS),
                List.of("all"),
                scale,
                ReproduceRequest.SEEDS_OF_SCALE,
                folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "here", "paper"})
    void everyItemBindsAtEveryScale(String scale) {
        List<ItemPlan> plans = all(scale).plans();
        assertThat(plans).hasSizeGreaterThanOrEqualTo(27);
        for (ItemPlan plan : plans) {
            boolean told = plan.isOn() != !plan.without().isEmpty();
            assertThat(told).as(plan.item().id()).isTrue();
            assertThat(plan.isOn() ? plan.jobs() : List.of("a reason")).isNotEmpty();
        }
    }

    @Test
    void everyClaimOfThePaperHasAnItem() {
        Set<String> sources =
                all("here").plans().stream()
                        .map(p -> p.item().item().source())
                        .collect(Collectors.toSet());
        assertThat(sources).containsAll(SOURCES);
    }

    @Test
    void itemsStandInTheOrderOfTheirNumbers() {
        List<String> names = new ItemFiles(SmallItems.CONFIGS).names();
        assertThat(names)
                .containsSubsequence("fig2", "fig9", "fig10", "fig12", "table2", "table12");
    }

    /** The paper's scale needs ImageNet, which is not here, and says so with what it costs. */
    @Test
    void costsOfThePapersScaleAreKnownWithoutItsData() {
        ItemCost cost =
                all("paper").costs().stream()
                        .filter(c -> c.plan().item().id().equals("table4"))
                        .findFirst()
                        .orElseThrow();
        assertThat(cost.trainings()).isEqualTo(7);
        assertThat(cost.memory()).isBetween(30e9, 80e9);
        assertThat(cost.missing()).anyMatch(m -> m.contains("imagenet-latents"));
    }

    @Test
    void placeholdersTakeValuesAndParts() {
        assertThat(Placeholder.fill("steps={n}", "n", "40")).isEqualTo("steps=40");
        assertThat(Placeholder.fill("steps={n/2}", "n", "40")).isEqualTo("steps=20");
        assertThat(Placeholder.fill("steps={n}", "m", "40")).isEqualTo("steps={n}");
        assertThat(Placeholder.isIn("loss={kind: eqm}")).isFalse();
        assertThatThrownBy(() -> Placeholder.fill("steps={n/2}", "n", "5"))
                .hasMessageContaining("{n/2}");
    }
}
