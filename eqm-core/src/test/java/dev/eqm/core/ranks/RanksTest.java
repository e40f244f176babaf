package dev.eqm.core.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.sun.jna.Pointer;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.device.LoadedTorch;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.ThreadRanks;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class RanksTest {
    private static final int[] SIZES = {7, 900, 300, 2500, 1, 64};

    /** Numbers of very different size, so that another order gives other sums. */
    private static float[] numbers(int rank, int array) {
        SplittableRandom random = new SplittableRandom(100L * rank + array);
        float[] all = new float[SIZES[array]];
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) ((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(8)));
        }
        return all;
    }

    /** Written out: from the first rank to the last, in float. */
    private static float[] added(int[] order, int array) {
        float[] sum = numbers(order[0], array);
        for (int k = 1; k < order.length; k++) {
            float[] next = numbers(order[k], array);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += next[i];
            }
        }
        return sum;
    }

    private static List<float[]> sums(Ranks ranks) {
        try (Arena arena = Arena.cpu("gradients")) {
            NDList arrays = new NDList();
            for (int a = 0; a < SIZES.length; a++) {
                arrays.add(arena.of(numbers(ranks.rank(), a), SIZES[a]));
            }
            ranks.sum(arrays);
            ranks.sum(new NDList()); // nothing to do, and nobody is waited for
            return arrays.stream().map(NDArray::toFloatArray).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void sumsAreAddedInTheOrderOfTheRanks(int n) {
        int[] upwards = new int[n];
        int[] downwards = new int[n];
        Arrays.setAll(upwards, r -> r);
        Arrays.setAll(downwards, r -> n - 1 - r);
        for (List<float[]> rank : ThreadRanks.run(n, RanksTest::sums)) {
            for (int a = 0; a < SIZES.length; a++) {
                assertThat(rank.get(a)).isEqualTo(added(upwards, a));
            }
        }
        if (n > 2) {
            assertThat(added(downwards, 3)).as("order matters").isNotEqualTo(added(upwards, 3));
        }
    }

    @Test
    void whatAllHandInComesInTheirOrder() {
        List<List<String>> texts =
                ThreadRanks.run(3, ranks -> ranks.texts("γ".repeat(ranks.rank())));
        assertThat(texts).containsOnly(List.of("", "γ", "γγ"));
        assertThat(ThreadRanks.run(3, ranks -> ranks.gather(10L + ranks.rank())))
                .containsOnly(new long[] {10, 11, 12});
        assertThat(ThreadRanks.run(2, ranks -> ranks.gather(new float[] {ranks.rank(), 0.5f})))
                .containsOnly(new float[] {0, 0.5f, 1, 0.5f});
        assertThat(ThreadRanks.run(2, ranks -> ranks.broadcast("from " + ranks.rank())))
                .containsOnly("from 0");
        assertThat(ThreadRanks.run(3, ranks -> ranks.any(ranks.rank() == 2))).containsOnly(true);
        assertThat(ThreadRanks.run(3, ranks -> ranks.any(false))).containsOnly(false);
        assertThat(ThreadRanks.run(3, Ranks::local)).containsExactly(0, 1, 2);
    }

    /** Rank 1 takes four times the time limit; the others hear that it is alive. */
    @Test
    void longWorkIsWaitedFor() {
        Duration limit = Duration.ofMillis(500);
        List<Object> all =
                ThreadRanks.outcomes(
                        3,
                        limit,
                        ranks ->
                                ranks.each(
                                        () -> {
                                            sleep(ranks.rank() == 1 ? 2000 : 0);
                                            return "rank " + ranks.rank();
                                        }));
        assertThat(all).containsExactly("rank 0", "rank 1", "rank 2");
    }

    /** One that is gone, or hangs outside of such work, is given up. */
    @Test
    void aRankThatIsGoneEndsTheOthers() {
        List<Object> all =
                ThreadRanks.outcomes(
                        3,
                        Duration.ofMillis(300),
                        ranks -> {
                            if (ranks.rank() != 1) {
                                ranks.barrier();
                            }
                            return "gone";
                        });
        assertThat(all.get(0)).isInstanceOf(RanksException.class);
        assertThat(all.get(1)).isEqualTo("gone");
        assertThat(all.get(2)).isInstanceOf(RanksException.class);
    }

    @Test
    void whatFailsOnOneFailsOnAllAndIsToldOnce() {
        List<Object> all =
                ThreadRanks.outcomes(
                        3,
                        Duration.ofSeconds(10),
                        ranks -> {
                            ranks.together(
                                    () -> {
                                        if (ranks.rank() == 1) {
                                            throw new BrokenRuleException("a is broken");
                                        }
                                    });
                            return "not reached";
                        });
        assertThat(all)
                .allSatisfy(
                        e ->
                                assertThat((RanksException) e)
                                        .hasMessage("rank 1: a is broken")
                                        .extracting(RanksException::origin)
                                        .isEqualTo(BrokenRuleException.class.getName()));
        assertThat(all)
                .extracting(e -> ((RanksException) e).isQuiet())
                .containsExactly(false, true, true);
        assertThat((RanksException) all.get(1)).hasCauseInstanceOf(BrokenRuleException.class);
    }

    @Test
    void workMustNotCallTheRanks() {
        assertThatThrownBy(() -> ThreadRanks.run(1, r -> r.each(() -> r.any(true))))
                .hasMessageContaining("must not call the ranks");
    }

    @Test
    void oneAloneWaitsForNobody() {
        try (Ranks alone = new Alone()) {
            assertThat(sums(alone).get(1)).isEqualTo(numbers(0, 1));
            assertThat(alone.any(true)).isTrue();
            assertThatThrownBy(() -> alone.first(() -> sleep(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Views included, whose numbers begin inside of another array's. */
    @Test
    void addressesAreWhereTheNumbersAre(Arena arena) {
        NDArray all = arena.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        try (NDArray row = all.get(2)) {
            assertThat(new Pointer(LoadedTorch.address(all)).getFloatArray(0, 6))
                    .containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(LoadedTorch.address(row) - LoadedTorch.address(all)).isEqualTo(16);
        }
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
