package dev.eqm.run.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.run.UsageException;
import dev.eqm.run.settings.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir private Path runs;

    private RunFolder run(String name, long seconds) throws IOException {
        RunFolder run = new RunFolder(runs.resolve(name));
        run.writeConfig(RunConfig.DEFAULT);
        Files.setLastModifiedTime(run.config(), FileTime.fromMillis(seconds * 1000));
        return run;
    }

    @Test
    void theNewestIsTheOneThatBeganOrWentOnLastWhateverTheClockSays() throws IOException {
        RunFolder first = run("first", 3_000_000_000L);
        first.takeTurn();
        RunFolder second = run("second", 1);
        second.takeTurn();
        assertThat(RunFolder.newest(runs)).isEqualTo(second);
        first.takeTurn();
        assertThat(RunFolder.newest(runs)).isEqualTo(first);
    }

    @Test
    void runsOfVersionsWithoutTurnsAreOlderAndGoByTheirFiles() throws IOException {
        RunFolder early = run("early", 1_000);
        RunFolder late = run("late", 2_000);
        assertThat(RunFolder.newest(runs)).isEqualTo(late);
        Files.writeString(early.metrics(), "");
        assertThat(RunFolder.newest(runs)).isEqualTo(early);
        RunFolder turned = run("turned", 1);
        turned.takeTurn();
        assertThat(RunFolder.newest(runs)).isEqualTo(turned);
        late.takeTurn();
        assertThat(RunFolder.newest(runs)).isEqualTo(late);
    }

    @Test
    void aDamagedTurnCountsAsNone() throws IOException {
        RunFolder damaged = run("damaged", 9_000);
        RunFolder whole = run("whole", 1);
        whole.takeTurn();
        Files.writeString(damaged.path().resolve("turn"), "4x\n");
        assertThat(RunFolder.newest(runs)).isEqualTo(whole);
    }

    @Test
    void withoutARunTheMessageSaysWhatToDo() {
        assertThatThrownBy(() -> RunFolder.newest(runs.resolve("none")))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("no run in", "eqm train --config");
    }
}
