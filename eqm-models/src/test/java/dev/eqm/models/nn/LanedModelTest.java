package dev.eqm.models.nn;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of a field side by side. */
@ExtendWith(LeakCheck.class)
class LanedModelTest {
    private static final SiTConfig SMALL =
            new SiTConfig(8, 4, 1, 16, 2, 2, 2, 4, 0.1, false, false);
    private static final long[] LABELS = {0, 1, 2, 3, 4, 3, 2};

    private static SiT network() {
        return new SiT(SMALL, Precision.FLOAT32, RandomParameters.of(SMALL.specs(), 3));
    }

    private static NDArray states(Arena arena, int n) {
        return Noise.normal(arena, new long[] {5}, new Shape(n, 1, 8, 8)).squeeze(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20})
    void answersWhatTheNetworkAnswers(int count, Arena arena) {
        try (GradMode off = GradMode.off();
                Lanes lanes = Lanes.of(count);
                LanedModel laned = new LanedModel(network(), lanes);
                FieldModel.Conditioned whole = laned.network().condition(LABELS);
                FieldModel.Conditioned parts = laned.condition(LABELS);
                Scope scope = Scope.open()) {
            NDArray x = states(arena, LABELS.length);
            NDArray want = whole.gradient(x);
            assertClose(parts.gradient(x), want, 1e-5, 1e-5);
            assertThat(parts.gradient(x).toFloatArray())
                    .as("again, bit for bit")
                    .containsExactly(parts.gradient(x).toFloatArray());
            assertThat(want.norm().getFloat()).isPositive();
        }
    }

    @Test
    void onlyTheAnswerStaysOpen(Arena arena) {
        try (GradMode off = GradMode.off();
                Lanes lanes = Lanes.of(2);
                LanedModel laned = new LanedModel(network(), lanes);
                FieldModel.Conditioned field = laned.condition(LABELS);
                Scope scope = Scope.open()) {
            NDArray x = states(arena, LABELS.length);
            field.gradient(x).close();
            assertThat(LeakCheck.openedBy(() -> field.gradient(x))).isEqualTo(1);
        }
    }

    @Test
    void aGraphReachesThroughTheLanes(Arena arena) {
        try (GradMode on = GradMode.on();
                Lanes lanes = Lanes.of(2);
                LanedModel laned = new LanedModel(network(), lanes);
                FieldModel.Conditioned field = laned.condition(LABELS);
                Scope scope = Scope.open()) {
            NDArray answer = field.gradient(states(arena, LABELS.length));
            NDList weight = laned.parameters().get("blocks.0.", "attn.qkv.weight");
            NDList gradients = Autograd.gradients(answer.square().sum(), weight);
            assertThat(gradients.singletonOrThrow().norm().getFloat()).isPositive();
        }
    }

    @Test
    void refusesAnotherNumberOfRowsAndWrongLabels(Arena arena) {
        try (Lanes lanes = Lanes.of(2);
                LanedModel laned = new LanedModel(network(), lanes);
                FieldModel.Conditioned field = laned.condition(LABELS);
                Scope scope = Scope.open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> field.gradient(states(arena, 3)))
                    .withMessageContaining("conditioned on 7 labels, but got states (3, 1, 8, 8)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> laned.condition(new long[] {0, 1, 9}))
                    .withMessageContaining("label 9");
        }
    }
}
