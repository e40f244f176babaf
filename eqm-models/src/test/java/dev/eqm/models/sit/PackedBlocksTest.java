package dev.eqm.models.sit;

import static dev.eqm.core.testing.NearTo.doubles;
import static dev.eqm.models.sit.Errors.minus;
import static dev.eqm.models.sit.Errors.relative;
import static dev.eqm.models.sit.Errors.widened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks with packed weights against {@link TwinBlock} and {@link SiTBlock}. */
@ExtendWith(LeakCheck.class)
class PackedBlocksTest {
    private static final BlockCase SMALL = new BlockCase(2, 5, 8, 2, 4);

    static List<BlockCase> sizes() {
        return BlockCase.sizes();
    }

    @BeforeEach
    void onlyWhereTheyWork() {
        assumeTrue(PackedBlocks.work(Precision.FLOAT32, Device.cpu()));
    }

    /** The processors that eqm is built and tested on have them. */
    @Test
    void theyWorkOnX86UnderLinux() {
        boolean x86 = System.getProperty("os.arch").equals("amd64");
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        assertThat(PackedBlocks.work(Precision.FLOAT32, Device.cpu())).isEqualTo(x86 && linux);
        assertThat(PackedBlocks.work(Precision.FLOAT32, Device.gpu())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void oneBlockEqualsTheTwin(BlockCase size) {
        assertThat(branchError(size, Precision.FLOAT32)).isLessThan(2e-6);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void oneBlockEqualsTheTwinInBfloat16AsFarAsItsDigitsGo(BlockCase size) {
        assumeTrue(PackedBlocks.work(Precision.BFLOAT16, Device.cpu()));
        assertThat(branchError(size, Precision.BFLOAT16)).isBetween(1e-4, 2e-2);
    }

    /** 256 tokens: the scores of 8 heads are computed at a time, here of 8 and of 1. */
    @Test
    void headsThatGoInSeveralGroupsEqualTheTwin() {
        assumeTrue(PackedBlocks.work(Precision.BFLOAT16, Device.cpu()));
        BlockCase nineHeads = new BlockCase(3, 256, 12, 3, 4);
        assertThat(branchError(nineHeads, Precision.BFLOAT16)).isBetween(1e-4, 2e-2);
    }

    private static double branchError(BlockCase size, Precision precision) {
        try (Parameters parameters = size.parameters();
                Arena arena = Arena.cpu("blocks");
                GradMode off = GradMode.off();
                PackedBlocks blocks = packed(size, precision, parameters)) {
            double[] x = widened(size.tokens(1));
            double[] want = size.forward(size.twin(parameters), x, widened(size.modulation()));
            NDArray y = blocks.forward(size.tokens(arena, 1), new NDList(size.modulation(arena)));
            assertThat(y.getShape().getShape()).containsExactly(size.n(), size.t(), size.d());
            return relative(doubles(y), want, minus(want, x));
        }
    }

    private static PackedBlocks packed(BlockCase size, Precision precision, Parameters parameters) {
        NDList weights = size.block(parameters, precision).weights();
        return new PackedBlocks(size.heads(), precision, weights, Device.cpu());
    }

    /** Three blocks in turn, and the modulation of a last layer behind theirs. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void aNetworkAnswersTheSame(Precision precision) {
        assumeTrue(PackedBlocks.work(precision, Device.cpu()));
        SiTConfig config = new SiTConfig(8, 2, 4, 48, 3, 4, 4, 10, 0.1, true, false);
        try (SiT network = new SiT(config, precision, RandomParameters.of(config.specs(), 3));
                PackedBlocks packed = network.packed(precision);
                Arena arena = Arena.cpu("network");
                GradMode off = GradMode.off()) {
            for (int n : new int[] {3, 1, 64}) { // the first one decides the layout
                NDArray x = arena.of(RandomParameters.normal(n * 4 * 64, 1, 8), n, 4, 8, 8);
                NDArray labels = arena.of(new long[n], n);
                NDList m = network.conditioning(labels, arena.zeros(1)).modulations();
                double[] want = doubles(network.gradient(x, m));
                double[] got = doubles(network.gradient(x, m, packed));
                double limit = precision == Precision.FLOAT32 ? 1e-6 : 1e-2;
                assertThat(relative(got, want)).isLessThan(limit);
                m.close();
            }
        }
    }

    /**
     * Alone, among others and in another place: equal up to the rounding of other matrix shapes.
     */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void aSampleDoesNotDependOnItsBatch(Precision precision) {
        assumeTrue(PackedBlocks.work(precision, Device.cpu()));
        SiTConfig config = new SiTConfig(8, 2, 4, 48, 3, 4, 4, 10, 0.1, true, false);
        try (SiT network = new SiT(config, precision, RandomParameters.of(config.specs(), 3));
                PackedBlocks packed = network.packed(precision);
                Arena arena = Arena.cpu("network");
                GradMode off = GradMode.off()) {
            int all = 40;
            NDArray x = arena.of(RandomParameters.normal(all * 4 * 64, 1, 8), all, 4, 8, 8);
            double[] together = answers(network, packed, arena, x);
            for (int n : new int[] {1, 7, 33}) {
                NDArray some = arena.hold(x.get(new NDIndex("{}:", all - n)));
                double[] alone = answers(network, packed, arena, some);
                int from = together.length - alone.length;
                double[] same = Arrays.copyOfRange(together, from, together.length);
                assertThat(relative(alone, same)).isLessThan(1e-6);
            }
        }
    }

    private static double[] answers(SiT network, PackedBlocks packed, Arena arena, NDArray x) {
        int n = Math.toIntExact(x.getShape().get(0));
        NDList m = network.conditioning(arena.of(new long[n], n), arena.zeros(1)).modulations();
        double[] all = doubles(network.gradient(x, m, packed));
        m.close();
        return all;
    }

    @Test
    void aHundredCallsLeaveNothingBehind(Arena arena) {
        try (Parameters parameters = SMALL.parameters();
                PackedBlocks blocks = packed(SMALL, Precision.FLOAT32, parameters);
                GradMode off = GradMode.off()) {
            NDArray x = SMALL.tokens(arena, 1);
            NDList m = new NDList(SMALL.modulation(arena));
            blocks.forward(x, m).close();
            long open = LeakCheck.openArrays();
            for (int i = 0; i < 100; i++) {
                try (Scope scope = Scope.open()) {
                    assertThat(LeakCheck.openedBy(() -> blocks.forward(x, m))).isEqualTo(1);
                }
            }
            assertThat(LeakCheck.openArrays()).isEqualTo(open);
        }
    }
}
