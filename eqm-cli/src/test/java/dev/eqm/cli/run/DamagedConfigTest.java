package dev.eqm.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.config.ConfigException;
import dev.eqm.cli.config.ConfigReader;
import dev.eqm.core.testing.Damage;
import dev.eqm.core.testing.DamagedFiles;
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
    private static final int FILES = 10_000;
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
    void yaml() throws IOException {
        byte[] recipe = Files.readAllBytes(Path.of("..", "configs", "fashion-mnist.yaml"));
        byte[] small =
                "data: {source: {kind: toy, name: two-moons}}\nmodel: {classes: 2}\ntrain:\n  steps: 9\n"
                        .getBytes(StandardCharsets.UTF_8);
        DamagedFiles files =
                new DamagedFiles(
                        ".yaml",
                        new Damage(List.of(small, recipe), TOKENS, 20260103),
                        UnaryOperator.identity(),
                        ConfigException.class,
                        size -> 512 * 1024 + 500 * size);
        ConfigReader reader = new ConfigReader(RunKinds.all());
        DamagedFiles.Outcome outcome =
                files.run(folder, FILES, path -> reader.read(RunConfig.DEFAULT, path, List.of()));
        assertThat(outcome.refused()).as("%s", outcome).isGreaterThan(FILES / 2);
        assertThat(outcome.read()).as("%s", outcome).isGreaterThan(FILES / 50);
    }
}
