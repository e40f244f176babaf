package dev.eqm.run.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.run.RunListener;
import dev.eqm.run.reproduce.item.ItemFiles;
import dev.eqm.run.reproduce.outcome.ItemOutcome;
import dev.eqm.run.reproduce.outcome.ReproductionReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm reproduce all --scale tiny}: every item that comes with eqm is done once. */
class EveryItemTest {
    @TempDir private Path folder;

    @Test
    void allItemsAreDoneAtScaleTiny() throws IOException {
        ItemFiles files = new ItemFiles(SmallItems.CONFIGS);
        ReproductionReport report =
                Reproduction.run(SmallItems.request(files, folder, "all"), RunListener.SILENT);
        assertThat(report.failed())
                .as(() -> "" + report.failed().stream().map(ItemOutcome::failure).toList())
                .isEmpty();
        assertThat(report.outcomes()).hasSameSizeAs(files.names());
        for (ItemOutcome outcome : report.outcomes()) {
            if (outcome.plan().isOn()) {
                assertThat(outcome.rows()).as(outcome.id()).isNotEmpty();
                assertThat(folder.resolve("figures/" + outcome.id() + ".svg")).isNotEmptyFile();
            }
        }
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("\"EqM\"", "\"EqM low\"", "\"EqM high\""); // a legend tells them apart
    }
}
