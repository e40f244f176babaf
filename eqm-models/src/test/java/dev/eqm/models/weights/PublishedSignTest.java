package dev.eqm.models.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTNames;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class PublishedSignTest {
    private static final SiTConfig CONFIG =
            new SiTConfig(8, 2, 3, 16, 1, 2, 2, 4, 0.1, true, false);
    private static final float[] DELICATE = {
        0f, -0f, 1.5f, -Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY
    };

    @Test
    void turnsTheLastLayerAndNothingElse() {
        Map<String, TensorData> turned = PublishedSign.turn(delicate());
        assertThat(turned.keySet()).containsExactlyElementsOf(delicate().keySet());
        float[] negated = {-0f, 0f, -1.5f, Float.MIN_VALUE, -Float.MAX_VALUE, 1 / 0f};
        assertThat(turned.get("final_layer.linear.weight").floats()).isEqualTo(negated);
        assertThat(turned.get("final_layer.linear.bias").floats()).isEqualTo(negated);
        assertThat(turned.get("final_layer.linear.weight").shape()).containsExactly(2, 3);
        assertThat(turned.get("x_embedder.proj.weight").floats()).isEqualTo(DELICATE);
        assertThat(turned.get("final_layer.adaLN_modulation.1.bias").floats()).isEqualTo(DELICATE);
    }

    @Test
    void twiceChangesNoBit() {
        Map<String, TensorData> original = delicate();
        assertThat(PublishedSign.turn(PublishedSign.turn(original))).isEqualTo(original);
        assertThat(original).isEqualTo(delicate()); // and turning changed no argument
    }

    @Test
    void weightsWithoutALastLayerStayAsTheyAre() {
        Map<String, TensorData> some = Map.of("pos_embed", TensorData.of(DELICATE, 6));
        assertThat(PublishedSign.turn(some)).isEqualTo(some);
    }

    /** The answer of the turned network is the negative, bit by bit. */
    @Test
    void answersTurnExactly(Arena arena) {
        NDArray x = arena.of(RandomParameters.normal(2 * 192, 1, 1), 2, 3, 8, 8);
        NDArray gamma = arena.zeros(2);
        NDArray labels = arena.of(new long[] {1, 4}, 2);
        try (SiT network =
                        new SiT(
                                CONFIG,
                                Precision.FLOAT32,
                                RandomParameters.of(SiTNames.of(CONFIG), 1));
                SiT turned = new SiT(CONFIG, Precision.FLOAT32, turned(network.parameters()));
                GradMode off = GradMode.off()) {
            float[] answer = network.answer(x, gamma, labels).gradient().toFloatArray();
            float[] other = turned.answer(x, gamma, labels).gradient().toFloatArray();
            for (int i = 0; i < answer.length; i++) {
                assertThat(other[i]).isEqualTo(-answer[i]);
            }
        }
    }

    private static Parameters turned(Parameters parameters) {
        return ModelFile.parameters(
                Path.of("turned"),
                PublishedSign.turn(ModelFile.tensors(parameters)),
                parameters.specs(),
                Device.cpu());
    }

    private static Map<String, TensorData> delicate() {
        Map<String, TensorData> all = new LinkedHashMap<>();
        all.put("x_embedder.proj.weight", TensorData.of(DELICATE, 6));
        all.put("final_layer.linear.weight", TensorData.of(DELICATE, 2, 3));
        all.put("final_layer.linear.bias", TensorData.of(DELICATE, 6));
        all.put("final_layer.adaLN_modulation.1.bias", TensorData.of(DELICATE, 6));
        return all;
    }
}
