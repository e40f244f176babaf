package dev.eqm.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {
    @Test
    void shortCurvesStayWhole() {
        assertThat(Thinning.of(List.of(new double[] {3, 1, 2}), 3)).containsExactly(0, 1, 2);
    }

    @Test
    void aSpikeStaysAndSoDoTheEnds() {
        double[] curve = IntStream.range(0, 100_000).mapToDouble(i -> Math.sin(i)).toArray();
        double[] other = new double[curve.length];
        curve[12_345] = 50;
        other[77_777] = -9;
        int[] kept = Thinning.of(List.of(curve, other), 400);
        assertThat(kept).contains(0, 12_345, 77_777, 99_999).isSorted().doesNotHaveDuplicates();
        assertThat(kept).hasSizeBetween(150, 400);
    }

    @Test
    void holesAreNeitherLowNorHigh() {
        double[] holes = new double[10_000];
        Arrays.fill(holes, Double.NaN);
        holes[5000] = 1;
        assertThat(Thinning.of(List.of(holes), 100)).containsExactly(0, 5000, 9999);
    }
}
