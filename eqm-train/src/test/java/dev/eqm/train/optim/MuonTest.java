package dev.eqm.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.unet.UnetConfig;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakCheck.class)
class MuonTest {
    private static final Init INIT = new Init.Normal(1);

    /** The formula of the javadoc in double, for a matrix [rows, columns] by rows. */
    private static final class Twin {
        private final Muon h;
        private final int rows;
        private final int columns;
        private final double[] w;
        private final double[] buffer;

        Twin(Muon h, int rows, float[] start) {
            this.h = h;
            this.rows = rows;
            this.columns = start.length / rows;
            w = new double[start.length];
            buffer = new double[start.length];
            for (int i = 0; i < w.length; i++) {
                w[i] = start[i];
            }
        }

        void step(float[] g, double rate) {
            double[] m = new double[w.length];
            double norm = 0;
            for (int i = 0; i < w.length; i++) {
                buffer[i] = h.momentum() * buffer[i] + (1 - h.momentum()) * g[i];
                m[i] =
                        h.nesterov()
                                ? (1 - h.momentum()) * g[i] + h.momentum() * buffer[i]
                                : buffer[i];
                norm += m[i] * m[i];
            }
            double[][] x = new double[rows][columns];
            for (int i = 0; i < w.length; i++) {
                x[i / columns][i % columns] = m[i] / (Math.sqrt(norm) + 1e-7);
            }
            for (int k = 0; k < 5; k++) { // X ← aX + (bXXᵀ + c(XXᵀ)²)X, on either side the same
                double[][] s = product(x, transposed(x));
                double[][] ss = product(s, s);
                double[][] sx = product(s, x);
                double[][] ssx = product(ss, x);
                for (int i = 0; i < w.length; i++) {
                    int r = i / columns;
                    int c = i % columns;
                    x[r][c] = 3.4445 * x[r][c] - 4.7750 * sx[r][c] + 2.0315 * ssx[r][c];
                }
            }
            double scale = Math.sqrt(Math.max(1, rows / (double) columns));
            for (int i = 0; i < w.length; i++) {
                w[i] -= rate * h.weightDecay() * w[i];
                w[i] -= rate * scale * x[i / columns][i % columns];
            }
        }
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] p = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    p[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return p;
    }

    private static float[] gradient(SplittableRandom random, int n, double size) {
        float[] g = new float[n];
        for (int i = 0; i < n; i++) {
            g[i] = (float) (size * (2 * random.nextDouble() - 1));
        }
        return g;
    }

    /** Tall, wide, square; a filter is a matrix [O, C·h·w]; gradients of all sizes. */
    @ParameterizedTest
    @CsvSource({"true, 0, 1", "false, 0, 1", "true, 0.05, 1e-3", "true, 0, 1e4"})
    void tenStepsEqualTheFormula(boolean nesterov, double decay, double size) {
        Muon muon = new Muon(0.05, 0.9, nesterov, decay, List.of(), AdamW.DEFAULT);
        long[][] shapes = {{7, 3}, {3, 7}, {4, 4}, {6, 2, 1, 2}, {1, 5}};
        List<ParameterSpec> specs =
                Arrays.stream(shapes)
                        .map(s -> ParameterSpec.trained("w" + s[0] + s.length, INIT, s))
                        .toList();
        SplittableRandom random = new SplittableRandom(4);
        try (Parameters p = Parameters.initialised(Device.cpu(), specs, 1);
                OptimizerState state = OptimizerState.fresh(muon, p);
                Arena arena = Arena.cpu("gradients")) {
            List<Twin> twins =
                    specs.stream()
                            .map(
                                    s ->
                                            new Twin(
                                                    muon,
                                                    (int) s.shape().get(0),
                                                    p.get(s.name()).toFloatArray()))
                            .toList();
            Optimizer.Step step = muon.compiled();
            for (int k = 0; k < 10; k++) {
                double rate = k < 5 ? 0.05 : 0.02;
                NDList gradients = new NDList();
                for (int i = 0; i < twins.size(); i++) {
                    float[] g = gradient(random, twins.get(i).w.length, size);
                    twins.get(i).step(g, rate);
                    gradients.add(arena.of(g, shapes[i]));
                }
                try (Scope scope = Scope.open()) {
                    step.apply(p, gradients, state, rate);
                }
            }
            for (int i = 0; i < twins.size(); i++) {
                float[] got = p.get(specs.get(i).name()).toFloatArray();
                for (int j = 0; j < got.length; j++) {
                    assertThat((double) got[j])
                            .as("%s, entry %d", specs.get(i).name(), j)
                            .isCloseTo(twins.get(i).w[j], within(2e-5));
                }
            }
            assertThat(state.tensors().get("step").floats()).containsExactly(10);
        }
    }

    /** u vᵀ: of rank 1, so that all other singular values are 0 but for rounding. */
    private static float[] outer(SplittableRandom random, int rows, int columns) {
        float[] u = gradient(random, rows, 1);
        float[] v = gradient(random, columns, 1);
        float[] g = new float[rows * columns];
        for (int i = 0; i < g.length; i++) {
            g[i] = u[i / columns] * v[i % columns];
        }
        return g;
    }

    /**
     * Matrices of one shape are iterated together, each as if alone; first gradients have low rank.
     */
    @ParameterizedTest
    @CsvSource({"24, 60", "60, 24", "40, 40"})
    void manyOfOneShapeAndOfLowRankEqualTheFormula(int rows, int columns) {
        Muon muon = new Muon(0.05, 0.9, true, 0, List.of(), AdamW.DEFAULT);
        List<ParameterSpec> specs =
                List.of("a", "b", "c").stream()
                        .map(name -> ParameterSpec.trained(name, INIT, rows, columns))
                        .toList();
        SplittableRandom random = new SplittableRandom(7);
        try (Parameters p = Parameters.initialised(Device.cpu(), specs, 1);
                OptimizerState state = OptimizerState.fresh(muon, p);
                Arena arena = Arena.cpu("gradients")) {
            List<Twin> twins =
                    specs.stream()
                            .map(s -> new Twin(muon, rows, p.get(s.name()).toFloatArray()))
                            .toList();
            for (int k = 0; k < 3; k++) {
                NDList gradients = new NDList();
                for (Twin twin : twins) {
                    float[] g = outer(random, rows, columns);
                    twin.step(g, 0.05);
                    gradients.add(arena.of(g, rows, columns));
                }
                muon.compiled().apply(p, gradients, state, 0.05);
            }
            for (int i = 0; i < twins.size(); i++) {
                float[] got = p.get(specs.get(i).name()).toFloatArray();
                for (int j = 0; j < got.length; j++) {
                    assertThat((double) got[j])
                            .as("%s, entry %d", specs.get(i).name(), j)
                            .isCloseTo(twins.get(i).w[j], within(2e-5));
                }
            }
        }
    }

    /** Singular values of a step are about lr·√max(1, R/C), whatever those of the gradient. */
    @Test
    void aStepHasEqualSingularValues() {
        Muon muon = new Muon(1, 0, false, 0, List.of(), AdamW.DEFAULT);
        List<ParameterSpec> specs = List.of(ParameterSpec.trained("w", new Init.Zeros(), 4, 2));
        float[] skewed = {3, 0, 0, 0.1f, 0, 0, 0, 0}; // singular values 3 and 0.1
        try (Parameters p = Parameters.initialised(Device.cpu(), specs, 1);
                OptimizerState state = OptimizerState.fresh(muon, p);
                Arena arena = Arena.cpu("gradients")) {
            muon.compiled().apply(p, new NDList(arena.of(skewed, 4, 2)), state, 1);
            float[] w = p.get("w").toFloatArray();
            assertThat(-w[0] / Math.sqrt(2)).isBetween(0.65, 1.25);
            assertThat(-w[3] / Math.sqrt(2)).isBetween(0.65, 1.25);
            for (int i : new int[] {1, 2, 4, 5, 6, 7}) {
                assertThat(w[i]).isCloseTo(0, within(1e-6f));
            }
        }
    }

    @Test
    void vectorsAndNamedParametersAreAdamWs() {
        AdamW adamW = new AdamW(0.3, 0.9, 0.95, 1e-10, 0.1);
        Muon muon = new Muon(0.02, 0.95, true, 0, List.of("first."), adamW);
        List<ParameterSpec> specs =
                List.of(
                        ParameterSpec.trained("first.weight", INIT, 2, 3),
                        ParameterSpec.trained("hidden.weight", INIT, 2, 3),
                        ParameterSpec.trained("hidden.bias", INIT, 2));
        try (Parameters mine = Parameters.initialised(Device.cpu(), specs, 1);
                Parameters other = Parameters.initialised(Device.cpu(), specs, 1);
                OptimizerState state = OptimizerState.fresh(muon, mine);
                OptimizerState moments = OptimizerState.fresh(adamW, other);
                Arena arena = Arena.cpu("gradients")) {
            NDList g = new NDList(arena.full(1, 2, 3), arena.full(2, 2, 3), arena.full(-1, 2));
            for (int k = 0; k < 3; k++) {
                muon.compiled().apply(mine, g, state, 0.01); // half of its rate, half of AdamW's
                adamW.compiled().apply(other, g, moments, 0.15);
            }
            for (String same : List.of("first.weight", "hidden.bias")) {
                assertThat(mine.get(same).toFloatArray())
                        .as(same)
                        .containsExactly(other.get(same).toFloatArray(), within(1e-7f));
            }
            assertThat(state.tensors())
                    .containsOnlyKeys(
                            "step",
                            "exp_avg.first.weight",
                            "exp_avg_sq.first.weight",
                            "momentum_buffer.hidden.weight",
                            "exp_avg.hidden.bias",
                            "exp_avg_sq.hidden.bias");
            assertThat(state.tensors().get("step").floats()).containsExactly(3);
        }
    }

    /** The first and last layers and the embeddings of every network that comes with eqm. */
    @Test
    void theDefaultNamesFitTheNetworks() {
        SiTConfig sit = new SiTConfig(8, 4, 1, 16, 2, 2, 2, 2, 0.1, true, false);
        assertThat(left(sit.specs()))
                .containsExactly(
                        "x_embedder.proj.weight",
                        "t_embedder.mlp.0.weight",
                        "t_embedder.mlp.2.weight",
                        "y_embedder.embedding_table.weight",
                        "final_layer.linear.weight",
                        "final_layer.adaLN_modulation.1.weight");
        UnetConfig unet =
                new UnetConfig(8, 3, 32, List.of(1), 1, List.of(), 1, 0.3, true, 3, 0.1, false);
        assertThat(left(unet.specs()))
                .containsExactly(
                        "time_embed.0.weight",
                        "time_embed.2.weight",
                        "label_emb.weight",
                        "input_blocks.0.0.weight",
                        "out.2.weight");
        MlpConfig mlp = new MlpConfig(1, 2, 16, 2, 1, 3, 0.1, false);
        assertThat(left(mlp.specs()))
                .containsExactly(
                        "y_embedder.embedding_table.weight",
                        "x_embedder.weight",
                        "final_layer.weight");
    }

    /** Trained matrices that are left to AdamW. */
    private static List<String> left(List<ParameterSpec> specs) {
        return specs.stream()
                .filter(s -> s.trainable() && s.shape().dimension() >= 2)
                .filter(s -> !Muon.DEFAULT.orthogonalises(s))
                .map(ParameterSpec::name)
                .toList();
    }

    @Test
    void hyperParametersAreChecked() {
        List<String> none = List.of();
        AdamW adamW = AdamW.DEFAULT;
        assertThatThrownBy(() -> new Muon(0, 0.9, true, 0, none, adamW))
                .hasMessage("learningRate must lie in (0, 1000000), got 0.0");
        assertThatThrownBy(() -> new Muon(0.1, 1, true, 0, none, adamW))
                .hasMessage("momentum must lie in [0, 1), got 1.0");
        assertThatThrownBy(() -> new Muon(0.1, 0.9, true, -1, none, adamW))
                .hasMessageContaining("weightDecay");
        assertThatThrownBy(() -> new Muon(0.1, 0.9, true, 0, List.of(""), adamW))
                .hasMessageContaining("adamWFor must contain prefixes of parameter names");
    }
}
