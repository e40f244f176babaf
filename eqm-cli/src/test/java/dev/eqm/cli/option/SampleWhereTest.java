package dev.eqm.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.settings.RunConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Where results go that nobody named a folder for. */
class SampleWhereTest {
    private static final FoundModel FOUND =
            new FoundModel(
                    Path.of("ema.safetensors"),
                    "nobody-00000012",
                    RunConfig.DEFAULT,
                    FollowedField.GRADIENT);

    private static SampleWhere options(String... args) {
        return CommandLine.populateCommand(new SampleWhere(), args);
    }

    @Test
    void aSheetHasAFolderOfItsOwn() {
        assertThat(options().samples(FOUND, false).path())
                .isEqualTo(Path.of("samples", "nobody-00000012"));
        for (boolean overwrite : new boolean[] {false, true}) {
            assertThat(options().folderFor("denoise.png", FOUND, overwrite))
                    .isEqualTo(Path.of("samples", "nobody-00000012-denoise"));
        }
        assertThat(options().folderFor("ood.json", FOUND, false))
                .isEqualTo(Path.of("samples", "nobody-00000012-ood"));
        assertThat(options("--out", "here").folderFor("denoise.png", FOUND, false))
                .isEqualTo(Path.of("here"));
    }
}
