package dev.eqm.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTPresets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and shapes alone, nothing is allocated. */
class PublishedArchitectureTest {
    private static final Path FILE = Path.of("weights.pt");
    private static final SiTConfig SMALL =
            new SiTConfig(12, 4, 3, 16, 2, 2, 3, 7, 0.1, false, false);

    private static Map<String, TensorSource> shapes(SiTConfig config) {
        Map<String, TensorSource> all = new LinkedHashMap<>();
        config.specs()
                .forEach(
                        s ->
                                all.put(
                                        s.name(),
                                        new TensorSource(
                                                DType.F32,
                                                s.shape().getShape(),
                                                () -> {
                                                    throw new AssertionError("only shapes");
                                                })));
        return all;
    }

    private static ArchitectureHints heads(int heads) {
        return new ArchitectureHints(heads, 0.1, false, ArchitectureHints.NO_ENERGY);
    }

    static Stream<String> presets() {
        return SiTPresets.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetIsRecognised(String name) {
        SiTConfig preset = SiTPresets.get(name);
        assertThat(PublishedArchitecture.of(FILE, shapes(preset), ArchitectureHints.PUBLISHED))
                .isEqualTo(preset);
        assertThat(PublishedArchitecture.name(preset)).isEqualTo(name);
    }

    @Test
    void otherImagesOfAPublishedSize() {
        SiTConfig large = SiTPresets.get("B/4").forImages(64, 3, 10);
        assertThat(PublishedArchitecture.of(FILE, shapes(large), ArchitectureHints.PUBLISHED))
                .isEqualTo(large);
    }

    @Test
    void headsOfOtherSizesMustBeNamed() {
        assertThat(PublishedArchitecture.of(FILE, shapes(SMALL), heads(2))).isEqualTo(SMALL);
        assertThat(PublishedArchitecture.name(SMALL)).isEqualTo("custom");
        assertRefused(shapes(SMALL), heads(0), "width 16 and depth 2 are not a published size");
        assertRefused(shapes(SMALL), heads(3), "width must be a multiple of 4 and of heads (3)");
    }

    @Test
    void whatArgumentsTell() {
        ArchitectureHints xl =
                ArchitectureHints.of(Map.of("model", "EqM-XL/2", "uncond", true, "ebm", "none"));
        assertThat(xl).isEqualTo(new ArchitectureHints(16, 0.1, false, "none"));
        assertThat(ArchitectureHints.of(Map.of("uncond", false)).timeConditional()).isTrue();
        assertThat(ArchitectureHints.of(Map.of("model", "SiT-XL/2")).timeConditional()).isTrue();
        assertThat(ArchitectureHints.of(Map.of("ebm", "mean")).energy()).isEqualTo("dot");
        assertThat(ArchitectureHints.of(Map.of("ebm", "l2")).energy())
                .isEqualTo("squared-norm-published");
        assertThat(ArchitectureHints.of(Map.of())).isEqualTo(ArchitectureHints.PUBLISHED);
    }

    @Test
    void energiesAreOverTheNetwork() {
        ArchitectureHints dot = new ArchitectureHints(2, 0.1, false, "dot");
        EnergyArchitecture energy =
                (EnergyArchitecture) PublishedArchitecture.of(FILE, shapes(SMALL), dot);
        assertThat(energy.network()).isEqualTo(SMALL);
        assertRefused(
                shapes(SMALL), new ArchitectureHints(2, 0.1, true, "dot"), "without time input");
        assertRefused(
                shapes(SMALL), new ArchitectureHints(2, 0.1, false, "cubic"), "no energy cubic");
    }

    @Test
    void whatDoesNotFitIsNamed() {
        for (String name : shapes(SMALL).keySet()) {
            Map<String, TensorSource> without = shapes(SMALL);
            without.remove(name);
            assertRefused(without, heads(2), "'" + name + "'");
        }
        assertRefused(with("extra", 3), heads(2), "'extra'");
        assertRefused(
                with("pos_embed", 1, 8, 16), heads(2), "8 tokens, which do not form a square");
        assertRefused(with("pos_embed", 9, 16), heads(2), "'pos_embed' is F32[9, 16]");
        assertRefused(with("blocks.1.attn.proj.bias", 17), heads(2), "'blocks.1.attn.proj.bias'");
        assertRefused(with("blocks.2.attn.qkv.weight", 48, 16), heads(2), "'blocks.2.");
        assertRefused(with("x_embedder.proj.weight", 16, 3, 4, 5), heads(2), "");
        assertRefused(with("y_embedder.embedding_table.weight", 1, 16), heads(2), "classes");
        assertRefused(with("pos_embed", 1, 1L << 40, 16), heads(2), "do not match any network");
        assertRefused(Map.of(), heads(2), "not an EqM or SiT network");
    }

    private static Map<String, TensorSource> with(String name, long... shape) {
        Map<String, TensorSource> all = shapes(SMALL);
        all.put(
                name,
                new TensorSource(
                        DType.F32,
                        shape,
                        () -> {
                            throw new AssertionError("only shapes");
                        }));
        return all;
    }

    private static void assertRefused(
            Map<String, TensorSource> tensors, ArchitectureHints hints, String message) {
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> PublishedArchitecture.of(FILE, tensors, hints))
                .withMessageStartingWith("weights.pt: ")
                .withMessageContaining(message);
    }
}
