package dev.eqm.run.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are found, missing or no configuration at all. */
class ConfigFilesTest {
    @TempDir Path folder;
    private Path small;

    @BeforeEach
    void writeFiles() throws IOException {
        small = Files.writeString(folder.resolve("small-model.yaml"), "train: {sed: 1}\n");
        Files.writeString(folder.resolve("large-model.yaml"), "");
        Files.writeString(folder.resolve("notes.txt"), "");
    }

    @Test
    void findsByPathByNameAndWithoutTheEnding() {
        assertThat(ConfigFiles.find(small.toString(), List.of())).isEqualTo(small);
        assertThat(ConfigFiles.find("small-model.yaml", List.of(folder))).isEqualTo(small);
        assertThat(ConfigFiles.find("small-model", List.of(folder))).isEqualTo(small);
        assertThat(ConfigFiles.find("pom.xml", List.of(folder))).isEqualTo(Path.of("pom.xml"));
    }

    @Test
    void sayWhereItLookedAndWhatIsThere() {
        assertThatThrownBy(() -> ConfigFiles.find("smal-model", List.of(folder)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "no configuration 'smal-model'; did you mean 'small-model.yaml'? (looked "
                                + "for %s, %s, %s, %s; available: large-model.yaml, small-model.yaml)",
                        Path.of("smal-model").toAbsolutePath(),
                        Path.of("smal-model.yaml").toAbsolutePath(),
                        folder.resolve("smal-model"),
                        folder.resolve("smal-model.yaml"));
        Path absent = folder.resolve("x/y.yaml").toAbsolutePath();
        assertThatThrownBy(() -> ConfigFiles.find(absent.toString(), List.of(folder)))
                .hasMessage("no configuration '%s' (looked for %s)", absent, absent);
        for (String name : List.of("", " ", "\0", "/", ".", "..")) {
            assertThatThrownBy(() -> ConfigFiles.find(name, List.of(folder)))
                    .as("<%s>", name)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("configuration");
        }
    }

    @Test
    void problemsNameTheFileAsGiven() {
        assertThat(read(small))
                .startsWith(small + ":1:9: unknown key 'train.sed'; did you mean 'seed'? (known: ");
    }

    @Test
    void aFileThatIsNoConfigurationSaysSo() throws IOException {
        Path absent = folder.resolve("absent.yaml");
        assertThat(read(absent))
                .isEqualTo(absent + ": no such file (looked for " + absent + "); check the path");
        assertThat(read(folder)).isEqualTo(folder + ": is a folder; give a YAML file inside it");
        Path binary = Files.write(folder.resolve("b.yaml"), new byte[] {'a', (byte) 0xff});
        assertThat(read(binary)).isEqualTo(binary + ": not UTF-8 text; this is not a YAML file");
        Path large = Files.write(folder.resolve("c.yaml"), new byte[(1 << 20) + 1]);
        assertThat(read(large))
                .isEqualTo(large + ": larger than 1 MiB; this is not a configuration in YAML");
    }

    private static String read(Path file) {
        try {
            new ConfigReader(Toy.KINDS).read(Toy.DEFAULT, file, List.of());
            return "nothing was refused";
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }
}
