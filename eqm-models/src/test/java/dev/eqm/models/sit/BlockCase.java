package dev.eqm.models.sit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * A block with random weights and inputs of one size.
 *
 * @param n N samples
 * @param t T tokens
 * @param d D
 * @param heads K
 * @param mlpRatio hidden width over D
 */
record BlockCase(int n, int t, int d, int heads, double mlpRatio) {
    static final String PREFIX = "blocks.0.";

    /** From the smallest there is; odd token counts, odd head sizes, one head, many heads. */
    static List<BlockCase> sizes() {
        return List.of(
                new BlockCase(1, 1, 4, 1, 1),
                new BlockCase(2, 5, 8, 2, 4),
                new BlockCase(3, 7, 12, 4, 0.5),
                new BlockCase(1, 49, 36, 1, 4),
                new BlockCase(2, 16, 24, 6, 2.5),
                new BlockCase(2, 9, 96, 3, 4));
    }

    List<ParameterSpec> specs() {
        SiTConfig c = new SiTConfig(8, 2, 1, d, 1, heads, mlpRatio, 1, 0, false, false);
        return SiTNames.of(c).stream().filter(s -> s.name().startsWith(PREFIX)).toList();
    }

    Parameters parameters() {
        return RandomParameters.of(specs(), 1);
    }

    SiTBlock block(Parameters parameters, Precision precision) {
        return new SiTBlock(
                parameters, PREFIX, SiTBlock.kernel(heads, precision, parameters.device(), false));
    }

    /** The same function of the same weights, as a textbook writes it: (x, modulation) -> y. */
    BinaryOperator<NDArray> plain(NDList weights) {
        Kernel kernel = Kernel.text(BlockCase.class, "plain_block.py").with("HEADS", heads);
        return (x, modulation) -> kernel.call("block").with(x, modulation).list(weights).one();
    }

    TwinBlock twin(Parameters parameters) {
        return new TwinBlock(TwinWeights.of(parameters), PREFIX, heads);
    }

    /** Tokens, [N, T, D]: mean {@code std}/2, so that a norm has a mean to remove. */
    float[] tokens(double std) {
        float[] x = RandomParameters.normal(n * t * d, std, 2);
        for (int i = 0; i < x.length; i++) {
            x[i] += (float) (std / 2);
        }
        return x;
    }

    /** Shifts, scales and gates, [N, 6D]. */
    float[] modulation() {
        return RandomParameters.normal(n * 6 * d, 0.7, 3);
    }

    NDArray tokens(Arena arena, double std) {
        return arena.of(tokens(std), n, t, d);
    }

    NDArray modulation(Arena arena) {
        return arena.of(modulation(), n, 6L * d);
    }

    /** The twin sample by sample: x [N·T·D], modulation [N·6D] -> [N·T·D]. */
    double[] forward(TwinBlock twin, double[] x, double[] modulation) {
        double[] out = new double[x.length];
        for (int i = 0; i < n; i++) {
            double[][] rows = TwinWeights.rows(TwinWeights.part(x, i, n), d);
            double[][] y = twin.forward(rows, TwinWeights.part(modulation, i, n));
            System.arraycopy(TwinWeights.flat(y), 0, out, i * t * d, t * d);
        }
        return out;
    }
}
