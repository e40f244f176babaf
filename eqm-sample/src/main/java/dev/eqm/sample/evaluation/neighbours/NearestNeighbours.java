package dev.eqm.sample.evaluation.neighbours;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The k nearest of a set for each of many queries, by Euclidean distance, all of the set looked at.
 *
 * <p>The set is read once, block by block; memory is that of a block, of the queries and of their k
 * nearest, whatever the size of the set. Within a block ‖q − t‖² = ‖q‖² + ‖t‖² − 2⟨q, t⟩ is one
 * matrix product in float64. What it cannot rule out is computed again as Σ(q − t)² in double, so
 * distances are exact (a copy is at distance 0), equal vectors are at equal distances, and of
 * equals the smaller index comes first: the result is that of the plain double loop, whatever the
 * blocks, threads and devices.
 *
 * @param k how many, at most as many as the set holds
 * @param blockSize vectors of the set, and queries, at a time
 */
public record NearestNeighbours(int k, int blockSize) {
    private static final Kernel KERNEL = Kernel.text(NearestNeighbours.class, "neighbours.py");

    /** Numbers of a block, 32 MiB in float64. */
    private static final int BLOCK_NUMBERS = 1 << 22;

    private static final int LARGEST_BLOCK = 2048;

    /**
     * Error of the matrix product as a share of ‖q‖² + ‖t‖²: sums of D products in float64 are off
     * by less than D·2⁻⁵², so this holds for D up to a million, ten times over.
     */
    private static final double ERROR = 4e-9;

    public NearestNeighbours {
        require(k >= 1, "k must be at least 1, got %s", k);
        require(blockSize >= 1, "blockSize must be at least 1, got %s", blockSize);
    }

    /** With blocks that suit vectors of D entries. */
    public static NearestNeighbours forDimension(int k, int dimension) {
        return new NearestNeighbours(
                k, Math.max(1, Math.min(LARGEST_BLOCK, BLOCK_NUMBERS / dimension)));
    }

    /**
     * Searches.
     *
     * @param queries [M, D], M at least 1, all finite
     * @param among the set; all finite
     * @param device that multiplies
     * @param done hears after every block how many vectors of the set are through
     * @return for each query its k nearest, nearest first
     */
    public List<List<Neighbour>> of(
            float[] queries, VectorSet among, Device device, IntConsumer done) {
        int d = among.dimension();
        require(
                queries.length >= d && queries.length % d == 0,
                "queries must be complete vectors of " + d + " numbers, got %s numbers",
                queries.length);
        int size = among.size();
        require(k <= size, "k must be at most the number of vectors, " + size + ", got %s", k);
        Rows asked = new Rows(queries, 0, queries.length / d, 0, d);
        asked.requireFinite("query");
        Nearest[] nearest =
                Stream.generate(() -> new Nearest(k)).limit(asked.count).toArray(Nearest[]::new);
        float[] block = new float[Math.min(blockSize, size) * d];
        for (int first = 0; first < size; first += blockSize) {
            Rows some = new Rows(block, 0, Math.min(blockSize, size - first), first, d);
            IntStream rows = IntStream.range(0, some.count).parallel();
            rows.forEach(i -> among.read(some.first + i, block, i * d));
            some.requireFinite("vector");
            for (int q = 0; q < asked.count; q += blockSize) {
                int m = Math.min(blockSize, asked.count - q);
                look(new Rows(queries, q, m, q, d), some, nearest, device);
            }
            done.accept(first + some.count);
        }
        return Arrays.stream(nearest).map(Nearest::list).toList();
    }

    /** Some queries against one block of the set. */
    private void look(Rows queries, Rows block, Nearest[] nearest, Device device) {
        double[] products; // [M, B]
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(device, "neighbours");
                Scope scope = Scope.open()) {
            NDArray squares = KERNEL.call("squared_distances", queries.on(arena), block.on(arena));
            products = squares.toDoubleArray();
        }
        double[] largest = {queries.largestSquare(), block.largestSquare()};
        double error = ERROR * (largest[0] + largest[1]);
        for (int i = 0; i < queries.count; i++) {
            Nearest best = nearest[queries.first + i];
            int from = i * block.count;
            double limit = limit(products, from, block.count, error);
            for (int j = 0; j < block.count; j++) {
                if (products[from + j] <= Math.min(limit, best.bound() + error)) {
                    best.offer(block.first + j, queries.exact(i, block, j));
                }
            }
        }
    }

    /** What lies above it is further than k others of the same block. */
    private double limit(double[] products, int from, int count, double error) {
        if (count <= k) {
            return Double.POSITIVE_INFINITY;
        }
        double[] sorted = Arrays.copyOfRange(products, from, from + count);
        Arrays.sort(sorted);
        return sorted[k - 1] + 2 * error;
    }

    /**
     * Some rows of a matrix.
     *
     * @param from the first row in {@code values}
     * @param first what the first row is called
     */
    private record Rows(float[] values, int from, int count, int first, int d) {
        NDArray on(Arena arena) {
            float[] some = Arrays.copyOfRange(values, from * d, (from + count) * d);
            return arena.of(some, count, d);
        }

        double exact(int row, Rows other, int otherRow) {
            int a = (from + row) * d;
            int b = (other.from + otherRow) * d;
            double sum = 0;
            for (int i = 0; i < d; i++) {
                double way = (double) values[a + i] - other.values[b + i];
                sum += way * way;
            }
            return sum;
        }

        double largestSquare() {
            double largest = 0;
            for (int row = from; row < from + count; row++) {
                double sum = 0;
                for (int i = row * d; i < (row + 1) * d; i++) {
                    sum += (double) values[i] * values[i];
                }
                largest = Math.max(largest, sum);
            }
            return largest;
        }

        void requireFinite(String what) {
            for (int i = from * d; i < (from + count) * d; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new BrokenRuleException(
                            "%s %d contains %s, but distances need finite numbers"
                                    .formatted(what, first + (i / d - from), values[i]));
                }
            }
        }
    }
}
