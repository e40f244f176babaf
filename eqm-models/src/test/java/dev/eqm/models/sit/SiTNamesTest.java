package dev.eqm.models.sit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SiTNamesTest {
    private static final SiTConfig CONFIG =
            new SiTConfig(28, 4, 3, 96, 2, 4, 4, 9, 0.1, true, false);

    /** The order of the published state_dict. */
    @Test
    void namesAndShapesAreThePublishedOnes() {
        List<String> want = new ArrayList<>();
        want.add("pos_embed (1, 49, 96)");
        want.add("x_embedder.proj.weight (96, 3, 4, 4)");
        want.add("x_embedder.proj.bias (96)");
        want.add("t_embedder.mlp.0.weight (96, 256)");
        want.add("t_embedder.mlp.0.bias (96)");
        want.add("t_embedder.mlp.2.weight (96, 96)");
        want.add("t_embedder.mlp.2.bias (96)");
        want.add("y_embedder.embedding_table.weight (10, 96)");
        for (int i = 0; i < 2; i++) {
            want.add("blocks." + i + ".attn.qkv.weight (288, 96)");
            want.add("blocks." + i + ".attn.qkv.bias (288)");
            want.add("blocks." + i + ".attn.proj.weight (96, 96)");
            want.add("blocks." + i + ".attn.proj.bias (96)");
            want.add("blocks." + i + ".mlp.fc1.weight (384, 96)");
            want.add("blocks." + i + ".mlp.fc1.bias (384)");
            want.add("blocks." + i + ".mlp.fc2.weight (96, 384)");
            want.add("blocks." + i + ".mlp.fc2.bias (96)");
            want.add("blocks." + i + ".adaLN_modulation.1.weight (576, 96)");
            want.add("blocks." + i + ".adaLN_modulation.1.bias (576)");
        }
        want.add("final_layer.linear.weight (96, 96)"); // 4·4·2·3 by 96
        want.add("final_layer.linear.bias (96)");
        want.add("final_layer.adaLN_modulation.1.weight (192, 96)");
        want.add("final_layer.adaLN_modulation.1.bias (192)");
        assertThat(SiTNames.of(CONFIG)).map(s -> s.name() + " " + s.shape()).isEqualTo(want);
    }

    @Test
    void onlyThePositionTableIsFixed() {
        assertThat(SiTNames.of(CONFIG))
                .filteredOn(s -> !s.trainable())
                .map(ParameterSpec::name)
                .containsExactly("pos_embed");
    }

    @Test
    void startsAsPublished() {
        try (Parameters fresh = fresh(CONFIG, 1)) {
            assertThat(fresh.get("pos_embed").toFloatArray()).isEqualTo(PositionTable.of(96, 7));
            normal(fresh, "t_embedder.mlp.0.weight");
            normal(fresh, "t_embedder.mlp.2.weight");
            normal(fresh, "y_embedder.embedding_table.weight");
            uniform(fresh, "x_embedder.proj.weight", Math.sqrt(6.0 / (96 + 3 * 16)));
            for (String block : new String[] {"blocks.0.", "blocks.1."}) {
                uniform(fresh, block + "attn.qkv.weight", Math.sqrt(6.0 / (4 * 96)));
                uniform(fresh, block + "attn.proj.weight", Math.sqrt(6.0 / (2 * 96)));
                uniform(fresh, block + "mlp.fc1.weight", Math.sqrt(6.0 / (5 * 96)));
                uniform(fresh, block + "mlp.fc2.weight", Math.sqrt(6.0 / (5 * 96)));
                assertThat(fresh.get(block + "adaLN_modulation.1.weight").toFloatArray())
                        .containsOnly(0);
            }
            assertThat(fresh.get("final_layer.linear.weight").toFloatArray()).containsOnly(0);
            assertThat(fresh.get("final_layer.adaLN_modulation.1.weight").toFloatArray())
                    .containsOnly(0);
            fresh.specs().stream()
                    .filter(s -> s.name().endsWith(".bias"))
                    .forEach(s -> assertThat(fresh.get(s.name()).toFloatArray()).containsOnly(0));
        }
    }

    /** Mean 0, standard deviation 0.02, tails beyond two and none beyond six deviations. */
    private static void normal(Parameters parameters, String name) {
        float[] values = parameters.get(name).toFloatArray();
        double[] moments = moments(values);
        double noise = 4 / Math.sqrt(values.length);
        assertThat(moments[0] / 0.02).as(name).isCloseTo(0, Offset.offset(noise));
        assertThat(moments[1] / 0.02).as(name).isCloseTo(1, Offset.offset(noise));
        assertThat(moments[2]).as(name).isBetween(0.04, 0.12);
    }

    /** Inside ±b, up to the edges; standard deviation b/√3. */
    private static void uniform(Parameters parameters, String name, double b) {
        float[] values = parameters.get(name).toFloatArray();
        double[] moments = moments(values);
        double noise = 4 / Math.sqrt(values.length);
        assertThat(moments[0] / b).as(name).isCloseTo(0, Offset.offset(noise));
        assertThat(moments[1] / b).as(name).isCloseTo(1 / Math.sqrt(3), Offset.offset(noise));
        assertThat(moments[2]).as(name).isBetween(b * (1 - 10.0 / values.length), b * (1 + 1e-6));
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        assertThat(sorted[0]).as(name).isLessThan((float) (-0.98 * b));
        assertThat(sorted[sorted.length - 1]).as(name).isGreaterThan((float) (0.98 * b));
    }

    /** Mean, standard deviation, largest absolute value. */
    private static double[] moments(float[] values) {
        double mean = 0;
        double square = 0;
        double largest = 0;
        for (float v : values) {
            mean += v / (double) values.length;
            square += v * (double) v / values.length;
            largest = Math.max(largest, Math.abs(v));
        }
        return new double[] {mean, Math.sqrt(square - mean * mean), largest};
    }

    @Test
    void sameSeedSameNumbersOtherSeedOthers() {
        try (Parameters a = fresh(CONFIG, 5);
                Parameters b = fresh(CONFIG, 5);
                Parameters c = fresh(CONFIG, 6)) {
            for (ParameterSpec spec : a.specs()) {
                float[] values = a.get(spec.name()).toFloatArray();
                assertThat(b.get(spec.name()).toFloatArray()).isEqualTo(values);
                boolean drawn =
                        spec.init() instanceof Init.Normal
                                || spec.init() instanceof Init.XavierUniform;
                if (drawn) {
                    assertThat(c.get(spec.name()).toFloatArray()).isNotEqualTo(values);
                }
            }
        }
    }

    /** A deeper network, another number of labels: what is the same keeps its numbers. */
    @Test
    void oneParameterDoesNotDependOnTheOthers() {
        SiTConfig deeper = new SiTConfig(28, 4, 3, 96, 3, 8, 4, 20, 0.1, false, true);
        try (Parameters a = fresh(CONFIG, 5);
                Parameters b = fresh(deeper, 5)) {
            for (ParameterSpec spec : a.specs()) {
                boolean shared = b.specs().contains(spec) && !(spec.init() instanceof Init.Table);
                if (shared) {
                    assertThat(b.get(spec.name()).toFloatArray())
                            .as(spec.name())
                            .isEqualTo(a.get(spec.name()).toFloatArray());
                }
            }
            assertThat(b.get("blocks.2.attn.qkv.weight").toFloatArray())
                    .isNotEqualTo(b.get("blocks.1.attn.qkv.weight").toFloatArray());
            assertThat(b.get("t_embedder.mlp.2.weight").getShape()).isEqualTo(new Shape(96, 96));
        }
    }

    @Test
    void listingAllocatesNoArrays() {
        assertThat(LeakCheck.openedBy(() -> SiTNames.of(SiTPresets.get("XL/2")))).isZero();
    }

    private static Parameters fresh(SiTConfig c, long seed) {
        return Parameters.initialised(Device.cpu(), SiTNames.of(c), seed);
    }
}
