package dev.eqm.run.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.testing.Damage;
import dev.eqm.core.testing.DamagedFiles;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.config.ConfigReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the text: a configuration, or a ConfigException that names the file. */
class DamagedConfigTest {
    private static final List<String> TOKENS =
            List.of(
                    ": ",
                    "- ",
                    "\n",
                    "\n    ",
                    "{",
                    "}",
                    "[",
                    "]",
                    "[[[[[[[[[[",
                    "&a ",
                    "*a",
                    "!!int ",
                    "!x ",
                    "\t",
                    "\u0000",
                    "\n---\n",
                    "\n...\n",
                    "? ",
                    "|",
                    ">",
                    "\"",
                    "'",
                    "#",
                    "%YAML 9.9\n",
                    "\ud83d\ude00",
                    "\u2028",
                    "\ufeff",
                    "9223372036854775808",
                    "1e400",
                    ".nan",
                    "~",
                    "<<: ",
                    "\"\\x00\"",
                    "kind: ",
                    "toy",
                    "image-folder",
                    "0x10",
                    "-1",
                    "\\");

    @TempDir private Path folder;

    @Test
    void recipes() throws IOException {
        Path recipe = Path.of("..", "configs", "fashion-mnist.yaml");
        survives(RunConfig.DEFAULT, Files.readAllBytes(recipe), 2_000);
    }

    @Test
    void parts() {
        String text =
                """
                source: {kind: toy, name: two-moons, count: 1000, labels: true}
                flip: false # points have no left
                decodeAhead: 3
                "decoders": 1
                """;
        survives(DataConfig.DEFAULT, text.getBytes(StandardCharsets.UTF_8), 8_000);
    }

    private void survives(Record defaults, byte[] text, int count) {
        DamagedFiles files =
                new DamagedFiles(
                        ".yaml",
                        new Damage(List.of(text), TOKENS, 20260103),
                        UnaryOperator.identity(),
                        ConfigException.class,
                        size -> 1024 * 1024 + 500 * size);
        ConfigReader reader = new ConfigReader(RunKinds.all());
        DamagedFiles.Outcome outcome =
                files.run(folder, count, path -> reader.read(defaults, path, List.of()));
        assertThat(outcome.refused()).as("%s", outcome).isGreaterThan(count / 2);
        assertThat(outcome.read()).as("%s", outcome).isGreaterThan(count / 50);
    }
}
