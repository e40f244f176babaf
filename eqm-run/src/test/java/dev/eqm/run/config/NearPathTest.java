package dev.eqm.run.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which path a user may have meant. */
class NearPathTest {
    @TempDir private Path folder;

    @Test
    void namesWhatLiesThere() throws IOException {
        Files.createDirectories(folder.resolve("photos/cats"));
        Files.createDirectories(folder.resolve(".photoz"));
        assertThat(told("phots")).isEqualTo("; did you mean " + folder.resolve("photos") + "?");
        assertThat(told("photos/cat"))
                .isEqualTo("; did you mean " + folder.resolve("photos/cats") + "?");
        assertThat(told("phots/cats"))
                .isEqualTo("; did you mean " + folder.resolve("photos/cats") + "?");
        assertThat(told("phots/dogs"))
                .isEqualTo("; did you mean " + folder.resolve("photos") + "?");
        assertThat(told("videos")).isEmpty();
        assertThat(told("photos")).as("is there").isEmpty();
        assertThat(NearPath.suggestion(Path.of("/nowhere-at-all/x"))).isEmpty();
    }

    @Test
    void aPathBelowAFileHasNoNeighbours() throws IOException {
        Files.writeString(folder.resolve("file"), "text");
        assertThat(told("file/below")).isEmpty();
    }

    /** Relative to the current folder, as it was typed. */
    @Test
    void staysRelative() {
        assertThat(NearPath.suggestion(Path.of("pom.xlm"))).isEqualTo("; did you mean pom.xml?");
        assertThat(NearPath.suggestion(Path.of("scr"))).isEqualTo("; did you mean src?");
    }

    private String told(String path) {
        return NearPath.suggestion(folder.resolve(path));
    }
}
