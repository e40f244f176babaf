package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code configs/emoji-unet-eqm.yaml} where its pictures are not. */
class EmojiConfigTest {
    private static final String CONFIG = Cli.config("emoji-unet-eqm.yaml").toString();

    @Test
    void missingPicturesAreToldWithWhatToDo() {
        Cli told = Cli.run("train", "--config", CONFIG, "--set", "data.source.folder=no/such");
        assertThat(told.exit()).isNotZero();
        assertThat(told.err())
                .hasLineCount(1)
                .contains("no/such/emoji.json: is missing", "npm pack emoji-datasource-google");
    }

    @Test
    void wrongValuesAreToldWithTheirRule() {
        Cli size = Cli.run("train", "--config", CONFIG, "--set", "data.source.size=128");
        assertThat(size.exit()).isEqualTo(2);
        assertThat(size.err()).contains("data.source.size", "[1, 64]", "128");
        Cli colour = Cli.run("train", "--config", CONFIG, "--set", "data.source.background=white");
        assertThat(colour.exit()).isEqualTo(2);
        assertThat(colour.err()).contains("data.source", "background", "\"#rrggbb\"", "white");
    }
}
