package dev.eqm.run.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunHistoryTest {
    @TempDir private Path folder;

    @Test
    void aProcessThatWasKilledHasNoEnd() throws IOException {
        RunHistory history = RunHistory.of(new RunFolder(folder));
        assertThat(history.stretches()).isEmpty();
        assertThat(history.singlePixels()).isEmpty();
        history.began(0, Map.of("cores", 2L), Map.of("eqm", "1"), 0.5);
        history.ended(30, "stopped");
        history.began(30, Map.of(), Map.of(), 0.625);
        // half a line, as of a machine that lost its power
        Files.writeString(history.file(), "{\"ended\": 4", StandardOpenOption.APPEND);
        history.began(20, Map.of(), Map.of(), 0.625);
        history.ended(50, "completed");
        List<RunHistory.Stretch> all = history.stretches();
        assertThat(all).extracting(RunHistory.Stretch::from).containsExactly(0L, 30L, 20L);
        assertThat(all).extracting(RunHistory.Stretch::hasEnded).containsExactly(true, false, true);
        assertThat(history.singlePixels()).hasValue(0.625);
        assertThat(all.get(0).reason()).isEqualTo("stopped");
        assertThat(all.get(0).machine()).isEqualTo(Map.of("cores", 2L));
        assertThat(all.get(2).ended()).isEqualTo(50);
        assertThat(all.get(2).began()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    }
}
