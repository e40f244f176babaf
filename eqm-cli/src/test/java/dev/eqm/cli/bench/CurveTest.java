package dev.eqm.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class CurveTest {
    private static final long MIB = 1 << 20;

    private static Curve curve(LongUnaryOperator resident, LongUnaryOperator arrays) {
        List<Curve.Point> points =
                LongStream.rangeClosed(0, 50)
                        .map(i -> 200 * i)
                        .mapToObj(
                                s ->
                                        new Curve.Point(
                                                s,
                                                resident.applyAsLong(s),
                                                arrays.applyAsLong(s),
                                                s / 100.0))
                        .toList();
        return new Curve("train", points);
    }

    @Test
    void whatSettlesIsFlatAndWhatLeaksIsNot() {
        Curve settles = curve(s -> (s < 2000 ? 100 + s / 100 : 120) * MIB, s -> 300);
        assertThat(settles.flat()).isTrue();
        assertThat(settles.residentSlope()).isCloseTo(0, within(1.0));
        Curve leaksMemory = curve(s -> 100 * MIB + 2 * MIB * s / 1000, s -> 300);
        assertThat(leaksMemory.flat()).isFalse();
        assertThat(leaksMemory.residentSlope()).isCloseTo(2.0 * MIB, within(1.0));
        Curve leaksArrays = curve(s -> 100 * MIB, s -> 300 + s / 500);
        assertThat(leaksArrays.flat()).isFalse();
        assertThat(leaksArrays.arraySlope()).isCloseTo(2, within(0.1));
        Curve oneOutlier = curve(s -> (s == 6000 ? 900 : 100) * MIB, s -> 300);
        assertThat(oneOutlier.flat()).isTrue();
    }

    @Test
    void openArraysAreCounted(Arena arena) {
        long before = OpenArrays.count().orElseThrow();
        NDArray first = arena.zeros(2);
        NDArray second = arena.zeros(3);
        assertThat(OpenArrays.count().orElseThrow() - before).isEqualTo(2);
        first.close();
        second.close();
    }

    @Test
    void ratiosAreOfTimesOfTheSameRound() {
        int[] runs = {0, 0};
        List<Comparison.Variant> all =
                new Paired().add("a", () -> runs[0]++).add("b", () -> runs[1]++).measure(3, 4);
        assertThat(runs).containsExactly(7, 7);
        assertThat(all.get(0).ratio()).isEqualTo(new Quartiles(1, 1, 1));
        assertThat(Quartiles.of(List.of(4.0, 1.0, 3.0, 2.0)))
                .isEqualTo(new Quartiles(1.75, 2.5, 3.25));
    }
}
