package dev.eqm.models.sit;

import static dev.eqm.core.testing.NearTo.assertClose;
import static dev.eqm.core.testing.NearTo.doubles;
import static dev.eqm.models.sit.Errors.minus;
import static dev.eqm.models.sit.Errors.relative;
import static dev.eqm.models.sit.Errors.widened;
import static dev.eqm.models.sit.TwinWeights.flat;
import static dev.eqm.models.sit.TwinWeights.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The block kernel against {@link TwinBlock}. */
@ExtendWith(LeakCheck.class)
class SiTBlockTest {
    private static final BlockCase SMALL = new BlockCase(2, 5, 8, 2, 4);

    private static final List<BlockCase> GRADIENT_CASES =
            List.of(SMALL, new BlockCase(1, 3, 4, 1, 2));

    /** What a sum that is ordered otherwise may be off, in units of the whole array: 8 x 2^-23. */
    private static final double FEW_ROUNDINGS = 1e-6;

    static List<BlockCase> sizes() {
        return BlockCase.sizes();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void equalsTheTwin(BlockCase size) {
        Run run = Run.of(size, 1, Precision.FLOAT32);
        assertClose(run.got, run.want, 1e-5, 1e-5);
        assertThat(run.branchError()).isLessThan(2e-6);
    }

    /** Eight bits of mantissa: 2⁻⁹ for one rounding, a few of them one after the other. */
    @ParameterizedTest
    @MethodSource("sizes")
    void equalsTheTwinInBfloat16AsFarAsItsDigitsGo(BlockCase size) {
        double error = Run.of(size, 1, Precision.BFLOAT16).branchError();
        assertThat(error).isBetween(1e-4, 1.5e-2); // below 1e-4 it would be float32 in disguise
    }

    /** The norm removes any size: what the branches add is as exact for 1e4 as for 1. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void largeInputs(Precision precision) {
        Run run = Run.of(SMALL, 1e4, precision);
        assertThat(relative(run.got, run.want)).isLessThan(1e-6);
        Run larger = Run.of(SMALL, 1e15, precision); // squares reach 1e30, float32 ends at 3e38
        assertThat(relative(larger.got, larger.want)).isLessThan(1e-6);
    }

    /** Variance 1e-8 and below, less than ε = 1e-6: a wrong ε would change everything. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-4, 1e-6, 0})
    void tinyInputs(double std) {
        Run run = Run.of(SMALL, std, Precision.FLOAT32);
        assertThat(run.branchError()).isLessThan(1e-5);
    }

    @Test
    void sharpAttentionPicksOneToken(Arena arena) {
        try (Parameters parameters = scaled("attn.qkv.weight", 30)) {
            NDArray x = SMALL.tokens(arena, 1);
            TwinBlock twin = SMALL.twin(parameters);
            double[] want = attention(SMALL, twin, widened(SMALL.tokens(1)));
            NDArray got = SMALL.block(parameters, Precision.FLOAT32).attention(x);
            assertThat(relative(doubles(got), want)).isLessThan(1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void partsEqualTheTwins(BlockCase size) {
        try (Parameters parameters = size.parameters();
                Arena arena = Arena.cpu("parts")) {
            SiTBlock block = size.block(parameters, Precision.FLOAT32);
            TwinBlock twin = size.twin(parameters);
            double[] numbers = widened(size.tokens(1));
            double[][] tokens = rows(numbers, size.d()); // every row alike, whatever the sample
            NDArray x = size.tokens(arena, 1);
            NDArray shift = arena.of(RandomParameters.normal(size.d(), 1, 5), 1, size.d());
            NDArray scale = arena.of(RandomParameters.normal(size.d(), 1, 6), 1, size.d());
            double[][] moved = TwinWeights.modulate(tokens, doubles(shift), doubles(scale));
            assertClose(block.norm(x), flat(TwinWeights.norm(tokens)), 2e-6, 2e-6);
            assertClose(block.modulate(x, shift, scale), flat(moved), 2e-6, 2e-6);
            assertClose(block.mlp(x), flat(twin.mlp(tokens)), 5e-6, 5e-6);
            assertClose(block.attention(x), attention(size, twin, numbers), 5e-6, 5e-6);
        }
    }

    @Test
    void geluIsTheTanhApproximation(Arena arena) {
        BlockCase one = new BlockCase(1, 1, 4, 1, 1);
        try (Parameters parameters = Parameters.of(arena.device(), one.specs(), this::identity)) {
            NDArray x = arena.of(new float[] {-3, -1, 0.5f, 2}, 1, 1, 4);
            // torch.nn.functional.gelu(x, approximate="tanh"); the exact one has -0.004050,
            // 1.954500
            float[] want = {-0.003637392f, -0.15880802f, 0.345714f, 1.9545977f};
            assertClose(one.block(parameters, Precision.FLOAT32).mlp(x), want, 1e-6, 1e-6);
        }
    }

    /** A constant row has variance 0. */
    @Test
    void normOfAConstantIsZero(Arena arena) {
        try (Parameters parameters = SMALL.parameters()) {
            SiTBlock block = SMALL.block(parameters, Precision.FLOAT32);
            assertClose(block.norm(arena.full(3, 1, 2, 8)), new float[16], 0, 0);
        }
    }

    /** adaLN-Zero: with closed gates a block passes its input on, bit by bit. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void closedGatesPassTheInputOn(Precision precision, Arena arena) {
        try (Parameters parameters = SMALL.parameters()) {
            NDArray y =
                    SMALL.block(parameters, precision)
                            .forward(SMALL.tokens(arena, 1), arena.zeros(2, 48));
            assertClose(y, SMALL.tokens(1), 0, 0);
        }
    }

    /**
     * The kernel's gradients in float32 are rounded as the machine rounds: by how much depends on
     * the processor, so each is compared with that of a plain block computed on the same one.
     */
    @Test
    void gradientsAreAsExactAsThoseOfAPlainBlock(Arena arena) {
        for (BlockCase size : GRADIENT_CASES) {
            List<Double> kernel = gradientErrors(size, Precision.FLOAT32, false, arena);
            List<Double> plain = gradientErrors(size, Precision.FLOAT32, true, arena);
            for (int i = 0; i < kernel.size(); i++) {
                assertThat(kernel.get(i))
                        .as("%s, array %s: as exact as %s", size, i, plain.get(i))
                        .isLessThan(2 * plain.get(i) + FEW_ROUNDINGS);
                assertThat(plain.get(i)).isLessThan(1e-4); // the plain block is the same function
            }
        }
    }

    @Test
    void bfloat16GradientsAreThoseOfTheTwinAsFarAsItsDigitsGo(Arena arena) {
        for (BlockCase size : GRADIENT_CASES) {
            assertThat(gradientErrors(size, Precision.BFLOAT16, false, arena))
                    .as(size.toString())
                    .allSatisfy(error -> assertThat(error).isLessThan(5e-2));
        }
    }

    /** Of x, of the modulation and of the block's parameters, against the twin's in float64. */
    private static List<Double> gradientErrors(
            BlockCase size, Precision precision, boolean plain, Arena arena) {
        try (Parameters parameters = size.parameters()) {
            TwinBlock twin = size.twin(parameters);
            double[] x = widened(size.tokens(1));
            double[] modulation = widened(size.modulation());
            float[] direction = RandomParameters.normal(x.length, 1, 7);
            DoubleSupplier loss =
                    () -> Errors.dot(size.forward(twin, x, modulation), widened(direction));

            NDArray tokens = size.tokens(arena, 1);
            NDArray parts = size.modulation(arena);
            NDArray weight = arena.of(direction, size.n(), size.t(), size.d());
            SiTBlock block = size.block(parameters, precision);
            BinaryOperator<NDArray> forward =
                    plain ? size.plain(block.weights()) : (a, b) -> block.forward(a, b);
            NDList got = gradients(forward, parameters, tokens, parts, weight);

            List<Double> errors = new ArrayList<>();
            errors.add(relative(doubles(got.get(0)), Errors.gradient(x, loss)));
            errors.add(relative(doubles(got.get(1)), Errors.gradient(modulation, loss)));
            List<String> trained = parameters.trainableSpecs().stream().map(s -> s.name()).toList();
            for (String name : trained.subList(0, 8)) { // adaLN is not the block's own
                double[] want = Errors.gradient(twin.weights().get(name), loss);
                double[] mine = doubles(got.get(2 + trained.indexOf(name)));
                if (name.endsWith("qkv.bias")) {
                    // The bias of k moves all of a row's scores alike: its gradient is 0.
                    errors.add(relative(middle(mine), middle(want), want));
                }
                errors.add(relative(mine, want));
            }
            return errors;
        }
    }

    /** d ⟨block(x), weight⟩ / d (x, modulation, the block's parameters in order). */
    private static NDList gradients(
            BinaryOperator<NDArray> block,
            Parameters parameters,
            NDArray x,
            NDArray modulation,
            NDArray weight) {
        x.setRequiresGradient(true);
        modulation.setRequiresGradient(true);
        try (GradMode on = GradMode.on()) {
            NDArray loss = block.apply(x, modulation).mul(weight).sum();
            NDList wanted = new NDList(x, modulation);
            parameters.trainableSpecs().stream()
                    .limit(8)
                    .forEach(spec -> wanted.add(parameters.get(spec.name())));
            return Autograd.gradients(loss, wanted);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void twoHundredStepsLeaveNothingBehind(Precision precision, Arena arena) {
        try (Parameters parameters = SMALL.parameters()) {
            SiTBlock block = SMALL.block(parameters, precision);
            NDArray x = SMALL.tokens(arena, 1);
            NDArray modulation = SMALL.modulation(arena);
            long first = LeakCheck.openedBy(() -> step(block, parameters, x, modulation));
            long open = LeakCheck.openArrays();
            for (int i = 0; i < 200; i++) {
                step(block, parameters, x, modulation);
            }
            assertThat(first).isZero();
            assertThat(LeakCheck.openArrays()).isEqualTo(open);
        }
    }

    private static void step(SiTBlock block, Parameters parameters, NDArray x, NDArray modulation) {
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            NDArray loss = block.forward(x, modulation).sum();
            NDList own = new NDList(parameters.trainable().subList(0, 8));
            assertThat(Autograd.gradients(loss, own)).hasSize(8);
        }
    }

    @Test
    void resultsBelongToTheCallersScope(Arena arena) {
        try (Parameters parameters = SMALL.parameters()) {
            SiTBlock block = SMALL.block(parameters, Precision.FLOAT32);
            NDArray x = SMALL.tokens(arena, 1);
            NDArray modulation = SMALL.modulation(arena);
            NDArray shift = arena.zeros(2, 8);
            assertThat(LeakCheck.openedBy(() -> block.forward(x, modulation))).isEqualTo(1);
            assertThat(LeakCheck.openedBy(() -> block.modulate(x, shift, shift))).isEqualTo(1);
            assertThat(x.toFloatArray()).isEqualTo(SMALL.tokens(1));
        }
    }

    /** One forward pass beside its twin. */
    private record Run(double[] input, double[] got, double[] want) {
        static Run of(BlockCase size, double std, Precision precision) {
            try (Parameters parameters = size.parameters();
                    Arena arena = Arena.cpu("block");
                    GradMode off = GradMode.off()) {
                double[] x = widened(size.tokens(std));
                double[] want = size.forward(size.twin(parameters), x, widened(size.modulation()));
                NDArray y =
                        size.block(parameters, precision)
                                .forward(size.tokens(arena, std), size.modulation(arena));
                assertThat(y.getShape().getShape()).containsExactly(size.n(), size.t(), size.d());
                return new Run(x, doubles(y), want);
            }
        }

        /** The error as a fraction of what attention and MLP added to the stream. */
        double branchError() {
            return relative(got, want, minus(want, input));
        }
    }

    private static double[] attention(BlockCase size, TwinBlock twin, double[] x) {
        double[] out = new double[x.length];
        int sample = x.length / size.n();
        for (int i = 0; i < size.n(); i++) {
            double[][] tokens = rows(TwinWeights.part(x, i, size.n()), size.d());
            System.arraycopy(flat(twin.attention(tokens)), 0, out, i * sample, sample);
        }
        return out;
    }

    private static double[] middle(double[] thirds) {
        return Arrays.copyOfRange(thirds, thirds.length / 3, 2 * thirds.length / 3);
    }

    private static Parameters scaled(String name, float factor) {
        return Parameters.of(
                Device.cpu(),
                SMALL.specs(),
                (arena, spec) -> {
                    float[] values = RandomParameters.values(spec, 1);
                    for (int i = 0; i < values.length && spec.name().endsWith(name); i++) {
                        values[i] *= factor;
                    }
                    return arena.of(values, spec.shape().getShape());
                });
    }

    private NDArray identity(Arena arena, ParameterSpec spec) {
        float[] values = new float[(int) spec.size()];
        boolean square = spec.shape().dimension() == 2;
        for (int i = 0; square && i < spec.shape().get(1); i++) {
            values[i * (int) spec.shape().get(1) + i] = 1;
        }
        return arena.of(values, spec.shape().getShape());
    }
}
