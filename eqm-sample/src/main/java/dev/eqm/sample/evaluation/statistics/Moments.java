package dev.eqm.sample.evaluation.statistics;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;

/**
 * Mean and covariance of features that come in batches of any size, in float64 and in memory that
 * does not grow: D² numbers, and {@value #BLOCK} rows that wait until they are enough for one
 * matrix product.
 *
 * <p>Each block is centred on its own mean before it is squared (Chan, Golub and LeVeque 1979), so
 * a large mean beside a small spread costs no digits. Which rows came together in a batch is
 * without effect.
 */
public final class Moments implements AutoCloseable {
    static final int BLOCK = 512;

    private static final Kernel KERNEL = Kernel.text(Moments.class, "moments.py").with("EDGE", 256);

    private final int dimension;
    private final Arena arena;
    private final NDArray count;
    private final NDArray mean;
    private final NDArray scatter;
    private final NDArray waiting;
    private int rowsWaiting;
    private long total;

    /** Nothing yet, of features of D numbers. */
    public Moments(int dimension, Device device) {
        require(dimension >= 1, "dimension must be at least 1, got %s", dimension);
        this.dimension = dimension;
        this.arena = Arena.open(device, "moments");
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray sizes = arena.of(new long[] {dimension, BLOCK}, 2);
            NDList zeros = KERNEL.call("start").with(sizes).all();
            this.count = arena.hold(zeros.get(0));
            this.mean = arena.hold(zeros.get(1));
            this.scatter = arena.hold(zeros.get(2));
            this.waiting = arena.hold(zeros.get(3));
        }
    }

    /** D. */
    public int dimension() {
        return dimension;
    }

    /** How many rows have come. */
    public long count() {
        return total;
    }

    /**
     * Takes rows in.
     *
     * @param features [n, D], float32 or float64, n of any size; left as they are
     */
    public void add(NDArray features) {
        if (features.getShape().dimension() != 2 || features.getShape().get(1) != dimension) {
            throw new BrokenRuleException(
                    "features must be [n, %d], got %s".formatted(dimension, features.getShape()));
        }
        int n = Math.toIntExact(features.getShape().get(0));
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open();
                Arena host = Arena.cpu("row number")) {
            int from = 0;
            while (from < n) {
                int rows = Math.min(BLOCK - rowsWaiting, n - from);
                NDArray some = features.get(new NDIndex("{}:{}", from, from + rows));
                if (rows == BLOCK) {
                    addBlock(some);
                } else {
                    KERNEL.call("wait", waiting, host.of(new long[] {rowsWaiting}, 1), some);
                    rowsWaiting += rows;
                    if (rowsWaiting == BLOCK) {
                        addWaiting();
                    }
                }
                from += rows;
            }
        }
        total += n;
    }

    private void addBlock(NDArray rows) {
        KERNEL.call("add", count, mean, scatter, rows);
    }

    private void addWaiting() {
        if (rowsWaiting > 0) {
            addBlock(waiting.get(new NDIndex("0:{}", rowsWaiting)));
            rowsWaiting = 0;
        }
    }

    /** Takes in all rows of another one, which keeps them. */
    public void add(Moments other) {
        require(
                other.dimension == dimension,
                "features must have the same dimension %s, got %s",
                dimension,
                other.dimension);
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            addWaiting();
            other.addWaiting();
            KERNEL.call("merge", count, mean, scatter, other.count, other.mean, other.scatter);
        }
        total += other.total;
    }

    /**
     * The Gaussian of the rows so far, its covariance divided by N − 1.
     *
     * @throws IllegalArgumentException for fewer than two rows, or if one was not finite
     */
    public Gaussian gaussian() {
        Gaussian.requireEnough(total, dimension);
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            addWaiting();
            NDArray covariance = KERNEL.call("covariance", scatter, count);
            return new Gaussian(total, mean.toDoubleArray(), covariance.toDoubleArray());
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
