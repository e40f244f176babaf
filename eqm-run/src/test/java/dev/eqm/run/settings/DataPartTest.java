package dev.eqm.run.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.ImageSource;
import dev.eqm.run.config.ConfigException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DataPartTest {
    private static final Path FILE = Path.of("..", "configs", "fashion-mnist.yaml");

    @Test
    void bothPartsAreTheWhole() {
        ImageData whole = new ImageData.EmbeddedFashionMnist();
        DataPart learned = new DataPart(whole, 9000, false);
        ImageSource first = learned.open();
        ImageSource rest = learned.heldOut().open();
        assertThat(first.size()).isEqualTo(9000).isEqualTo(learned.outline().count());
        assertThat(rest.size()).isEqualTo(1000).isEqualTo(learned.heldOut().outline().count());
        assertThat(rest.label(0)).isEqualTo(whole.open().label(9000));
        assertThat(learned.heldOut().heldOut()).isEqualTo(learned);
        assertThat(first.classNames()).isEqualTo(whole.open().classNames());
    }

    @Test
    void configurationsChooseIt() {
        RunConfig config =
                RunConfig.read(FILE, "data.source.kind=part", "data.source.learned=8000");
        assertThat(config.data().source())
                .isEqualTo(new DataPart(new ImageData.EmbeddedFashionMnist(), 8000, false));
        assertThatThrownBy(
                        () ->
                                RunConfig.read(
                                        FILE, "data.source.kind=part", "data.source.learned=0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("learned=0: must be at least 1");
    }

    @Test
    void somethingMustBeHeldOut() {
        ImageData whole = new ImageData.EmbeddedFashionMnist();
        assertThatThrownBy(() -> new DataPart(whole, 10_000, false).open())
                .hasMessageContaining("held out");
    }
}
