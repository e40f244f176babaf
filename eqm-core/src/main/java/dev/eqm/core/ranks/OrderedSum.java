package dev.eqm.core.ranks;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums of arrays over N ranks, added in the order of the ranks: ((g₀ + g₁) + g₂) + …, float32.
 *
 * <p>Arrays are copied into buckets. A bucket of N·K floats is cut into N parts; rank r receives
 * part r of every rank, adds them in the order of the ranks, and sends the result to all. Each rank
 * sends 2·(N−1)/N of the gradients, which is what a ring all-reduce sends; but a ring adds every
 * part in another order, which is exact for two ranks only.
 *
 * <p>The buckets stay allocated between calls: two of the largest, at most {@link #BUCKET} floats
 * or one array if that is larger.
 */
public final class OrderedSum implements AutoCloseable {
    /** Floats of a bucket, 25 MB. */
    public static final long BUCKET = 6_553_600;

    private static final Kernel KERNEL = Kernel.text(OrderedSum.class, "ordered_sum.py");

    /**
     * Some arrays that are summed at once.
     *
     * @param from the first of them
     * @param to after the last
     * @param mine [N, K], where they are put one after the other, and where their sums arrive
     * @param theirs [N, K], the same part of all ranks
     */
    private record Bucket(int from, int to, NDArray mine, NDArray theirs, NDArray sum) {}

    private final int ranks;
    private final Exchange exchange;
    private final long most;
    private List<Shape> shapes = List.of();
    private List<Bucket> buckets = List.of();
    private Arena arena; // null before the first sum

    /**
     * A sum over so many ranks.
     *
     * @param most floats of a bucket, {@link #BUCKET}
     */
    public OrderedSum(int ranks, Exchange exchange, long most) {
        this.ranks = ranks;
        this.exchange = exchange;
        this.most = most;
    }

    /** Replaces each array by its sum over all ranks; see {@link Ranks#sum}. */
    public void add(NDList arrays) {
        if (arrays.isEmpty()) {
            return;
        }
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            List<Shape> wanted = arrays.stream().map(NDArray::getShape).toList();
            if (!wanted.equals(shapes)) {
                plan(wanted, arrays.head().getDevice());
            }
            for (Bucket bucket : buckets) {
                List<NDArray> some = arrays.subList(bucket.from(), bucket.to());
                KERNEL.call("pack").with(bucket.mine()).list(some).one();
                exchange.allToAll(bucket.mine(), bucket.theirs());
                KERNEL.call("add", bucket.theirs());
                exchange.allGather(bucket.sum(), bucket.mine());
                KERNEL.call("unpack").with(bucket.mine()).list(some).one();
            }
        }
    }

    /** Which arrays share a bucket: as many as fit, at least one, in their order. */
    private void plan(List<Shape> wanted, Device device) {
        close();
        arena = Arena.open(device, "sum over ranks");
        List<int[]> cuts = new ArrayList<>();
        long largest = 0;
        for (int from = 0; from < wanted.size(); ) {
            long floats = wanted.get(from).size();
            int to = from + 1;
            while (to < wanted.size() && floats + wanted.get(to).size() <= most) {
                floats += wanted.get(to++).size();
            }
            long part = (floats + ranks - 1) / ranks;
            require(
                    part < 1L << 29,
                    "an array of a sum must have fewer than %s numbers a rank, got %s",
                    1L << 29,
                    part);
            cuts.add(new int[] {from, to, (int) part});
            largest = Math.max(largest, part * ranks);
            from = to;
        }
        NDArray mine = arena.hold(arena.zeros(largest));
        NDArray theirs = arena.hold(arena.zeros(largest));
        List<Bucket> all = new ArrayList<>();
        for (int[] cut : cuts) {
            NDArray two = view(theirs, cut[2]);
            NDArray sum = arena.hold(two.get(0));
            all.add(new Bucket(cut[0], cut[1], view(mine, cut[2]), two, sum));
        }
        buckets = all;
        shapes = wanted;
    }

    /** [N, K] in the front of an array. */
    private NDArray view(NDArray all, long part) {
        NDArray front = all.get(new NDIndex("0:{}", ranks * part));
        return arena.hold(front.reshape(ranks, part));
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
            arena = null;
            shapes = List.of();
            buckets = List.of();
        }
    }
}
