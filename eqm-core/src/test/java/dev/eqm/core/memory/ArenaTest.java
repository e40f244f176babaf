package dev.eqm.core.memory;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.testing.Garbage;
import dev.eqm.core.testing.LeakCheck;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ArenaTest {
    @Test
    void copiesJavaArraysOfThreeTypes(Arena arena) {
        NDArray floats = arena.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        assertThat(floats.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(floats.getShape().getShape()).containsExactly(2, 3);
        assertThat(floats.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
        NDArray doubles = arena.of(new double[] {Math.PI}, 1);
        assertThat(doubles.getDataType()).isEqualTo(DataType.FLOAT64);
        assertThat(doubles.toDoubleArray()).containsExactly(Math.PI);
        long[] far = {Long.MAX_VALUE, -1, (1L << 53) + 1};
        NDArray longs = arena.of(far, 3);
        assertThat(longs.getDataType()).isEqualTo(DataType.INT64);
        assertThat(longs.toLongArray()).containsExactly(far);
        assertThat(arena.of(new float[0], 0, 3).getShape().getShape()).containsExactly(0, 3);
    }

    @Test
    void latersDoNotOverwriteEarliers(Arena arena) {
        float[] source = {1, 2, 3};
        NDArray first = arena.of(source, 3);
        source[0] = 99;
        arena.of(new float[] {7, 8, 9}, 3);
        arena.of(new long[] {-1, -1}, 2);
        assertThat(first.toFloatArray()).containsExactly(1, 2, 3);
    }

    @Test
    void copiesBytesAndLeavesTheBufferAsItWas(Arena arena) {
        ByteBuffer bytes = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(-1).putFloat(2).putFloat(3).putFloat(4).putFloat(-5);
        bytes.position(4).limit(16);
        NDArray got = arena.floats(bytes.asReadOnlyBuffer(), 3);
        assertThat(got.toFloatArray()).containsExactly(2, 3, 4);
        arena.floats(bytes, 3);
        assertThat(bytes.position()).isEqualTo(4);
        assertThat(bytes.limit()).isEqualTo(16);
    }

    @Test
    void copesWithBigArraysBetweenSmallOnes(Arena arena) {
        int n = 3_000_001; // 12 MB: beyond several doublings of the first staging buffer
        float[] big = new float[n];
        for (int i = 0; i < n; i++) {
            big[i] = i % 1009;
        }
        arena.of(new float[] {1}, 1);
        NDArray a = arena.of(big, n);
        NDArray small = arena.of(new float[] {5, 6}, 2);
        assertThat(a.toFloatArray()).isEqualTo(big);
        assertThat(small.toFloatArray()).containsExactly(5, 6);
    }

    @Test
    void refusesShapesThatDoNotFit(Arena arena) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arena.of(new float[5], 2, 3))
                .withMessage("shape (2, 3) needs 6 values, got 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arena.floats(ByteBuffer.allocate(8), 3))
                .withMessage("shape (3) needs 3 values, got 2");
        assertThat(arena.openArrays()).isZero();
    }

    @Test
    void makesZerosValuesAndScalars(Arena arena) {
        assertThat(arena.zeros(2, 2).toFloatArray()).containsExactly(0, 0, 0, 0);
        assertThat(arena.full(0.1, 2).toFloatArray()).containsExactly(0.1f, 0.1f);
        NDArray scalar = arena.scalar(-3);
        assertThat(scalar.isScalar()).isTrue();
        assertThat(scalar.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(arena.device()).isEqualTo(Device.cpu());
    }

    @Test
    void holdTakesOutOfTheScope(Arena arena) {
        NDArray held;
        try (Arena other = Arena.cpu("other");
                Scope scope = Scope.open()) {
            NDArray x = other.full(2, 3);
            arena.full(1, 1); // made in a scope: belongs to it
            held = arena.hold(x.square());
        }
        assertThat(held.toFloatArray()).containsExactly(4, 4, 4);
        assertThat(arena.openArrays()).isEqualTo(1);
    }

    @Test
    void sealedThrowsAtOnceWhenAnArrayStraysIn(Arena activations) {
        try (Arena weights = Arena.cpu("weights")) {
            NDArray w = weights.full(2, 2);
            weights.seal();
            NDArray x = activations.full(3, 2);
            assertThat(x.mul(w).toFloatArray()).containsExactly(6, 6);
            assertThatThrownBy(() -> w.mul(x)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> weights.zeros(1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> weights.hold(x)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void closeFreesAllAndRefusesMore() {
        Arena arena = Arena.cpu("short");
        NDArray x = arena.zeros(1);
        arena.close();
        assertThatThrownBy(x::toFloatArray).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> arena.zeros(1)).isInstanceOf(IllegalStateException.class);
    }

    /** d/dx of sum of c·x², all constants closed and collected before: 2·c·x. */
    @Test
    void mayBeClosedWhileAGraphNeedsItsArrays(Arena arena) {
        NDArray x = arena.of(new float[] {1, -2, 3}, 3);
        x.setRequiresGradient(true);
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            NDArray loss = squareLoss(x);
            Garbage.collect();
            NDArray gradient = Autograd.gradients(loss, new NDList(x)).head();
            assertClose(gradient, new float[] {2 * 10, -4 * 20, 6 * 30}, 0, 1e-6);
        }
    }

    private static NDArray squareLoss(NDArray x) {
        try (Arena constants = Arena.cpu("constants");
                Scope scope = Scope.open()) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(12).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putFloat(10).putFloat(20).putFloat(30).flip();
            NDArray c = constants.floats(bytes, 3);
            NDArray one = constants.scalar(1);
            return scope.keep(x.mul(x).mul(c).mul(one).sum());
        }
    }
}
