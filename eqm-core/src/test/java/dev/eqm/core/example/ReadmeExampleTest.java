package dev.eqm.core.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ReadmeExampleTest {
    @Test
    void thePageShowsWhatIsCompiledHere() throws IOException {
        Path source = Path.of("src/test/java/dev/eqm/core/example/ReadmeExample.java");
        String code = Files.readString(source).split("\\s*// readme\\n", -1)[1];
        assertThat(code.lines().count()).isGreaterThan(9);
        String page = Files.readString(Path.of("..", "docs", "library.md"));
        assertThat(page).contains("```java\n" + code.stripIndent().strip() + "\n```");
    }

    @Test
    void itRuns() {
        // (ε − x)²·λ² for pixels that are mostly −1: between 16 and 40
        assertThat(ReadmeExample.lossOfTheZeroField()).isBetween(16.0, 40.0);
    }
}
