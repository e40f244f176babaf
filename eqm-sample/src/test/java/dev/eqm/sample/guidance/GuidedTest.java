package dev.eqm.sample.guidance;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.NearTo;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakCheck.class)
class GuidedTest {
    private static final long[] SEEDS = {1, 2, 3};

    /** The kernel's twin: one number after another. */
    private static double[] mixed(double[] f, Shape rows, Guidance g, boolean bothHalves) {
        int n = (int) rows.get(0) / 2;
        int c = (int) rows.get(1);
        int plane = (int) (rows.get(2) * rows.get(3));
        int k = g.channels() == 0 ? c : g.channels();
        int half = n * c * plane;
        double[] out = new double[bothHalves ? 2 * half : half];
        for (int i = 0; i < out.length; i++) {
            double cond = f[i % half];
            double uncond = f[i % half + half];
            boolean guided = i / plane % c < k;
            out[i] = guided ? uncond + g.scale() * (cond - uncond) : f[i];
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"1.5, 0", "4, 3", "0, 0", "1, 2", "-2, 1", "1.5, 4", "7.5, 3"})
    void equalsItsTwin(double scale, int channels, Arena arena) {
        Shape shape = new Shape(4, 5, 3);
        NDArray rows = Noise.normal(arena, new long[] {1, 2, 3, 4, 5, 6}, shape); // [2n, ...]
        NDArray x = Noise.normal(arena, SEEDS, shape);
        NDArray twice = Noise.normal(arena, new long[] {1, 2, 3, 1, 2, 3}, shape);
        Guidance guidance = new Guidance(scale, channels);
        Guided guided =
                new Guided(
                        both -> {
                            assertThat(both.toFloatArray()).isEqualTo(twice.toFloatArray());
                            return rows.duplicate();
                        },
                        guidance);
        double[] f = NearTo.doubles(rows);
        assertClose(guided.gradient(x), mixed(f, rows.getShape(), guidance, false), 2e-6, 1e-6);
        assertClose(
                guided.published().gradient(rowsOf(x, arena)),
                mixed(f, rows.getShape(), guidance, true),
                2e-6,
                1e-6);
    }

    /** [x, something else]: the second half must not matter. */
    private static NDArray rowsOf(NDArray x, Arena arena) {
        return x.concat(arena.zeros(x.getShape().getShape()));
    }

    @Test
    void withScaleOneItIsTheConditionalField(Arena arena) {
        NDArray x = Noise.normal(arena, SEEDS, new Shape(4, 8, 8));
        long[] labels = {0, 5, 9};
        try (SiT model = GoldenSet.tiny();
                GradMode off = GradMode.off();
                FieldModel.Conditioned plain = model.condition(labels);
                FieldModel.Conditioned guided = new Guidance(1, 3).condition(model, labels)) {
            assertThat(guided.gradient(x).toFloatArray())
                    .isEqualTo(plain.gradient(x).toFloatArray());
        }
    }

    @Test
    void channelsFromKOnStayConditional(Arena arena) {
        NDArray x = Noise.normal(arena, SEEDS, new Shape(4, 8, 8));
        long[] labels = {0, 5, 9};
        try (SiT model = GoldenSet.tiny();
                GradMode off = GradMode.off();
                FieldModel.Conditioned plain = model.condition(labels);
                FieldModel.Conditioned three = new Guidance(4, 3).condition(model, labels);
                FieldModel.Conditioned all = new Guidance(4, 0).condition(model, labels)) {
            NDArray p = plain.gradient(x);
            NDArray g = three.gradient(x);
            NDArray a = all.gradient(x);
            assertClose(g.get(":, 3:"), p.get(":, 3:"), 1e-5, 1e-5);
            assertClose(g.get(":, :3"), a.get(":, :3"), 1e-5, 1e-5);
            assertThat(distance(a.get(":, 3:"), p.get(":, 3:"))).isGreaterThan(0.1);
        }
    }

    @Test
    void closingGivesEverythingBack(Arena arena) {
        NDArray x = Noise.normal(arena, SEEDS, new Shape(4, 8, 8));
        try (SiT model = GoldenSet.tiny();
                GradMode off = GradMode.off()) {
            long left =
                    LeakCheck.openedBy(
                            () -> {
                                try (FieldModel.Conditioned field =
                                        new Guidance(2, 3).condition(model, new long[] {1, 2, 3})) {
                                    field.gradient(x).close();
                                }
                            });
            assertThat(left).isZero();
        }
    }

    @Test
    void refusesWhatCannotBe(Arena arena) {
        assertThatThrownBy(() -> new Guidance(Double.NaN, 0)).hasMessageContaining("finite scale");
        assertThatThrownBy(() -> new Guidance(1.5, -1)).hasMessageContaining("got 1.5 and -1");
        NDArray x = arena.zeros(1, 2, 2, 2);
        assertThatThrownBy(() -> new Guided(y -> y, new Guidance(2, 3)).gradient(x))
                .hasMessage("guidance of 3 channels, but got states (1, 2, 2, 2)");
        try (SiT model = GoldenSet.pixel()) {
            assertThatThrownBy(() -> new Guidance(2, 4).condition(model, new long[] {0}))
                    .hasMessage("guidance of 4 channels, but the model has 3");
        }
    }

    @Test
    void nullLabelsFollowTheLabels() {
        assertThat(Guidance.withNullLabels(new long[] {3, 1}, 10)).containsExactly(3, 1, 10, 10);
    }

    private static double distance(NDArray a, NDArray b) {
        double[] p = NearTo.doubles(a);
        double[] q = NearTo.doubles(b);
        double worst = 0;
        for (int i = 0; i < p.length; i++) {
            worst = Math.max(worst, Math.abs(p[i] - q[i]));
        }
        return worst;
    }
}
