package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.models.sit.SiTPresets;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.config.ConfigWriter;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every file in configs/ binds, and survives being written out. */
class ConfigsTest {
    private static final ConfigReader READER = new ConfigReader(RunKinds.all());

    @TestFactory
    List<DynamicTest> everyConfigurationBinds() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "configs"))) {
            return files.filter(f -> f.toString().endsWith(".yaml"))
                    .sorted()
                    .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> binds(f)))
                    .toList();
        }
    }

    private static void binds(Path file) throws IOException {
        RunConfig config = READER.read(RunConfig.DEFAULT, file, List.of());
        String written = new ConfigWriter(RunKinds.all()).toYaml(config);
        assertThat(READER.read(RunConfig.DEFAULT, written, "written", List.of())).isEqualTo(config);
        assertThat(config.name() + ".yaml").isEqualTo(file.getFileName().toString());
        assertThat(Files.readString(file))
                .startsWith("#")
                .contains("Command:", "Hardware:", "Time:", "Expected:");
    }

    @Test
    void theLargestIsTheXl2ColumnOfTable9() {
        RunConfig c = READER.read(RunConfig.DEFAULT, Cli.config("imagenet-xl2.yaml"), List.of());
        assertThat(c.model().architecture()).isEqualTo(SiTPresets.get("XL/2"));
        assertThat(c.train().steps()).isEqualTo(1400L * 1_281_167 / 256);
        assertThat(c.sampling().steps()).isEqualTo(249);
    }
}
