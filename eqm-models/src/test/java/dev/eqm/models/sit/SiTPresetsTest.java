package dev.eqm.models.sit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.ParameterSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published sizes; the numbers are counts of the published PyTorch modules. */
@ExtendWith(LeakCheck.class)
class SiTPresetsTest {
    @ParameterizedTest
    @CsvSource({
        "S/2, 32963360", "S/4, 32945024", "S/8, 33148160",
        "B/2, 130512416", "B/4, 130475648", "B/8, 130881536",
        "L/2, 458102816", "L/4, 458053760", "L/8, 458594816",
        "XL/2, 675129632", "XL/4, 675074432", "XL/8, 675683072"
    })
    void publishedSizesHaveThePublishedParameters(String name, long parameters) {
        SiTConfig c = SiTPresets.get(name);
        assertThat(parameters(c)).isEqualTo(parameters);
        assertThat(c.imageSize()).isEqualTo(32);
        assertThat(c.channels()).isEqualTo(4);
        assertThat(c.classes()).isEqualTo(1000);
        assertThat(c.labelDropout()).isEqualTo(0.1);
        assertThat(c.learnSigma()).isTrue();
        assertThat(c.timeConditional()).isFalse();
    }

    @Test
    void theLastLayerIsHalfWithoutSigma() {
        SiTConfig s = SiTPresets.get("S/2");
        assertThat(parameters(without(s))).isEqualTo(32957200);
        assertThat(SiTNames.of(s)).hasSize(132);
        assertThat(
                        SiTNames.of(s).stream()
                                .filter(ParameterSpec::trainable)
                                .mapToLong(ParameterSpec::size)
                                .sum())
                .isEqualTo(32865056);
    }

    @ParameterizedTest
    @CsvSource({"SiT-XL/2, XL/2", "EqM-B/4, B/4", "Nano/4, Nano/4"})
    void prefixesOfTheLiteratureAreAccepted(String name, String plain) {
        assertThat(SiTPresets.get(name)).isEqualTo(SiTPresets.all().get(plain));
    }

    @Test
    void unknownNamesListTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SiTPresets.get("XXL/2"))
                .withMessageStartingWith("no preset XXL/2; available: Nano/2, ")
                .withMessageContaining("XL/8");
    }

    @Test
    void smallOnesComeFirst() {
        assertThat(SiTPresets.all().keySet()).hasSize(21).startsWith("Nano/2").endsWith("XL/8");
    }

    @ParameterizedTest
    @CsvSource({
        "S/2, 6055673856, 6054100992",
        "B/2, 23005102080, 23001956352",
        "B/4, 5565186048, 5562040320",
        "B/8, 1417543680, 1414397952",
        "L/2, 80697622528, 80693428224",
        "XL/2, 118621421568, 118616702976"
    })
    void multiplicationsAreThoseCountedOnThePublishedLayers(String name, long macs, long half) {
        assertThat(SiTFlops.total(SiTPresets.get(name))).isEqualTo(macs);
        assertThat(SiTFlops.total(without(SiTPresets.get(name)))).isEqualTo(half);
    }

    @Test
    void partsOfTheSmallOne() {
        assertThat(SiTFlops.macs(SiTPresets.get("S/2")))
                .containsExactly(
                        Map.entry("patch_embed", 1572864L),
                        Map.entry("time_mlp", 245760L),
                        Map.entry("blocks_qkv", 1358954496L),
                        Map.entry("blocks_attention_products", 603979776L),
                        Map.entry("blocks_attention_proj", 452984832L),
                        Map.entry("blocks_mlp", 3623878656L),
                        Map.entry("blocks_adaln", 10616832L),
                        Map.entry("final_adaln", 294912L),
                        Map.entry("final_linear", 3145728L));
    }

    /** Every preset takes any image that its patches tile. */
    @Test
    void presetsTakeOtherImages() {
        SiTPresets.all()
                .forEach(
                        (name, c) ->
                                assertThat(c.forImages(64, 3, 10).tokens())
                                        .as(name)
                                        .isEqualTo(4 * c.tokens()));
    }

    private static SiTConfig without(SiTConfig c) {
        return new SiTConfig(
                c.imageSize(),
                c.patchSize(),
                c.channels(),
                c.width(),
                c.depth(),
                c.heads(),
                c.mlpRatio(),
                c.classes(),
                c.labelDropout(),
                false,
                c.timeConditional());
    }

    private static long parameters(SiTConfig c) {
        return SiTNames.of(c).stream().mapToLong(ParameterSpec::size).sum();
    }
}
