package dev.eqm.run.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.RunHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LittleLearnedTest {
    @TempDir private Path folder;

    @Test
    void theLastLoggedLineIsComparedWithSinglePixels() throws IOException {
        RunFolder run = new RunFolder(folder);
        Files.writeString(
                run.metrics(),
                """
                {"step":1,"loss":9,"explainedVariance":0.9}
                {"step":2,"loss":9,"explainedVariance":0.25}
                """);
        assertThat(LittleLearned.warning(run)).as("of an older version").isEmpty();
        RunHistory history = RunHistory.of(run);
        history.began(0, Map.of(), Map.of(), 0.75);
        assertThat(LittleLearned.warning(run))
                .get()
                .asString()
                .contains("explained variance is 0.25", "would give 0.75", "eqm init");
        history.began(2, Map.of(), Map.of(), 0.2);
        assertThat(LittleLearned.warning(run)).isEmpty();
        Files.delete(run.metrics());
        assertThat(LittleLearned.warning(run)).as("before the first logged step").isEmpty();
    }
}
