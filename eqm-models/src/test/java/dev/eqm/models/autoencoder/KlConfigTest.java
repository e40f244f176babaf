package dev.eqm.models.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.models.nn.ParameterSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KlConfigTest {
    /** The numbers of {@code stabilityai/sd-vae-ft-ema} as diffusers counts them. */
    @Test
    void stableDiffusionsHasThePublishedSize() {
        KlConfig config = KlConfig.STABLE_DIFFUSION;
        List<ParameterSpec> specs = config.specs();
        assertThat(specs).hasSize(248);
        assertThat(specs.stream().mapToLong(ParameterSpec::size).sum()).isEqualTo(83_653_863);
        assertThat(config.factor()).isEqualTo(8);
        assertThat(config.decoder()).hasSize(21);
    }

    @Test
    void everyLayoutNamesTheWeightsAsPublished() {
        Set<String> wanted = TinyKl.names().keySet();
        assertThat(TinyKl.CONFIG.specs().stream().map(ParameterSpec::name))
                .containsExactlyInAnyOrderElementsOf(wanted);
        TinyKl.names()
                .forEach(
                        (name, others) -> {
                            assertThat(KlLayout.DIFFUSERS.nameOf(name, 3)).isEqualTo(name);
                            assertThat(KlLayout.DIFFUSERS_OLD.nameOf(name, 3))
                                    .isEqualTo(others.get(0));
                            assertThat(KlLayout.COMPVIS.nameOf(name, 3)).isEqualTo(others.get(1));
                        });
    }

    @Test
    void layoutsAreToldApart() {
        assertThat(KlLayout.of(TinyKl.names().keySet())).isEqualTo(KlLayout.DIFFUSERS);
        assertThat(KlLayout.of(column(0))).isEqualTo(KlLayout.DIFFUSERS_OLD);
        assertThat(KlLayout.of(column(1))).isEqualTo(KlLayout.COMPVIS);
    }

    private static Set<String> column(int i) {
        return TinyKl.names().values().stream().map(n -> n.get(i)).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({
        "2, 8, 2, 4, 2, 1, pictureChannels",
        "3, 9, 2, 4, 2, 1, multiples of groups",
        "3, 0, 2, 4, 2, 1, channels",
        "3, 8, 0, 4, 2, 1, layersPerBlock",
        "3, 8, 2, 0, 2, 1, latentChannels",
        "3, 8, 2, 4, 0, 1, groups",
        "3, 8, 2, 4, 2, 0, scale",
        "3, 8, 2, 4, 2, NaN, scale"
    })
    void badNumbersAreRefused(
            int picture, int width, int layers, int latent, int groups, double scale, String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new KlConfig(picture, List.of(width), layers, latent, groups, scale))
                .withMessageContaining(rule);
    }

    @Test
    void aListOfLevelsIsNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KlConfig(3, List.of(), 2, 4, 2, 1))
                .withMessageContaining("1 to 8 levels");
    }
}
