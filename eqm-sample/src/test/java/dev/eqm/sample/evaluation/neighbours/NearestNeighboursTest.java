package dev.eqm.sample.evaluation.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import dev.eqm.core.data.ByteImages;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.testing.LeakCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakCheck.class)
class NearestNeighboursTest {
    private static final Device CPU = Device.cpu();

    /** The twin: all distances in double, sorted. */
    private static List<List<Neighbour>> brute(float[] queries, float[] set, int d, int k) {
        List<List<Neighbour>> all = new ArrayList<>();
        for (int q = 0; q < queries.length; q += d) {
            int from = q;
            all.add(
                    IntStream.range(0, set.length / d)
                            .mapToObj(i -> new Neighbour(i, distance(queries, from, set, i * d, d)))
                            .sorted(
                                    Comparator.comparingDouble(Neighbour::distance)
                                            .thenComparingInt(Neighbour::index))
                            .limit(k)
                            .toList());
        }
        return all;
    }

    private static double distance(float[] a, int i, float[] b, int j, int d) {
        double sum = 0;
        for (int n = 0; n < d; n++) {
            double way = (double) a[i + n] - b[j + n];
            sum += way * way;
        }
        return Math.sqrt(sum);
    }

    private static float[] random(int n, int d, long seed, boolean coarse) {
        Random random = new Random(seed);
        float[] values = new float[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = coarse ? random.nextInt(3) - 1 : (float) random.nextGaussian();
        }
        return values;
    }

    /** Coarse numbers make many ties; each set holds its first rows twice. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1, false",
        "5, 40, 3, 4, 7, true",
        "13, 100, 7, 6, 10, false",
        "9, 257, 33, 12, 64, true",
        "20, 300, 784, 5, 128, false",
        "3, 50, 12, 50, 16, true"
    })
    void equalsTheDoubleLoop(int m, int n, int d, int k, int block, boolean coarse) {
        float[] queries = random(m, d, 1, coarse);
        float[] set = random(n, d, 2, coarse);
        int copied = n / 2 * d;
        System.arraycopy(set, 0, set, set.length - copied, copied);
        System.arraycopy(set, 0, queries, 0, d);
        List<Integer> heard = new ArrayList<>();
        List<List<Neighbour>> found =
                new NearestNeighbours(k, block).of(queries, VectorSet.of(set, d), CPU, heard::add);
        assertThat(found).isEqualTo(brute(queries, set, d, k));
        assertThat(found.get(0).get(0)).isEqualTo(new Neighbour(0, 0));
        assertThat(heard).hasSize((n + block - 1) / block).endsWith(n);
        assertThat(
                        NearestNeighbours.forDimension(k, d)
                                .of(queries, VectorSet.of(set, d), CPU, x -> {}))
                .isEqualTo(found);
    }

    /** Far from the origin the matrix product alone could not tell one from the other. */
    @Test
    void differencesFarBelowTheNormsAreExact() {
        int d = 16;
        float[] set = new float[200 * d];
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < d; j++) {
                set[i * d + j] = 30_000 + (j == i % d ? (199 - i) / 256f : 0);
            }
        }
        float[] query = new float[d];
        Arrays.fill(query, 30_000);
        assertThat(new NearestNeighbours(6, 32).of(query, VectorSet.of(set, d), CPU, x -> {}))
                .isEqualTo(brute(query, set, d, 6));
    }

    @Test
    void findsMirroredImages() {
        byte[] pixels = new byte[4 * 6];
        new Random(3).nextBytes(pixels);
        ByteImages images =
                new ByteImages("set", new ImageShape(2, 1, 3), pixels, new int[4], List.of("one"));
        WithMirrored both = new WithMirrored(images);
        float[] x = new float[6];
        images.read(2, x, 0);
        float[] mirrored = {x[2], x[1], x[0], x[5], x[4], x[3]};
        Neighbour nearest =
                new NearestNeighbours(1, 3).of(mirrored, both, CPU, done -> {}).get(0).get(0);
        assertThat(nearest).isEqualTo(new Neighbour(6, 0));
        assertThat(both.image(6)).isEqualTo(2);
        assertThat(both.isMirrored(6)).isTrue();
        assertThat(both.isMirrored(2)).isFalse();
    }

    @Test
    void refusesWhatHasNoAnswer() {
        VectorSet two = VectorSet.of(new float[] {1, 2, 3, 4}, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NearestNeighbours(3, 8).of(new float[2], two, CPU, x -> {}))
                .withMessageContaining("k must be at most the number of vectors, 2, got 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NearestNeighbours(1, 8).of(new float[3], two, CPU, x -> {}))
                .withMessageContaining("complete vectors of 2 numbers");
        float[] nan = {0, 0, Float.NaN, 0};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NearestNeighbours(1, 8).of(nan, two, CPU, x -> {}))
                .withMessageContaining("query 1 contains NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new NearestNeighbours(1, 1)
                                        .of(new float[2], VectorSet.of(nan, 2), CPU, x -> {}))
                .withMessageContaining("vector 1 contains NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> VectorSet.of(nan, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new NearestNeighbours(0, 1));
    }
}
