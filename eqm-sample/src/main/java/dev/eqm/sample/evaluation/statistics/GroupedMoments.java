package dev.eqm.sample.evaluation.statistics;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@link Moments} of several groups of the images, which are dealt out evenly: what a distance is,
 * and how far it would move if other images had come.
 *
 * <p>The interval is that of the delete-a-group jackknife: with d₍₋ⱼ₎ the distance without group j
 * of g, the standard error is √((g − 1)/g Σⱼ (d₍₋ⱼ₎ − mean)²). Memory: g times that of {@code
 * Moments}.
 */
public final class GroupedMoments implements AutoCloseable {
    /** So many groups are usual. */
    public static final int GROUPS = 10;

    private final List<Moments> groups = new ArrayList<>();
    private final Device device;
    private long next;

    /** Nothing yet; one group knows no interval. */
    public GroupedMoments(int dimension, int count, Device device) {
        require(count >= 1, "groups must be at least 1, got %s", count);
        this.device = device;
        for (int i = 0; i < count; i++) {
            groups.add(new Moments(dimension, device));
        }
    }

    /** How many rows have come. */
    public long count() {
        return next;
    }

    /**
     * Takes rows in, as {@link Moments#add(NDArray)}. Of every g rows each group gets one, and who
     * gets which turns by one from g rows to the next: row i goes to group (i + ⌊i/g⌋) mod g, so
     * labels that are given out in turn are in every group alike.
     */
    public void add(NDArray features) {
        int g = groups.size();
        int n = Math.toIntExact(features.getShape().get(0));
        if (g == 1) {
            groups.get(0).add(features);
            next += n;
            return;
        }
        try (GradMode off = GradMode.off();
                Arena host = Arena.open(device, "groups");
                Scope scope = Scope.open()) {
            for (int j = 0; j < g; j++) {
                int group = j;
                int[] rows = IntStream.range(0, n).filter(i -> of(next + i) == group).toArray();
                if (rows.length > 0) {
                    groups.get(j).add(Arithmetic.rows(features, host.index(rows)));
                }
            }
        }
        next += n;
    }

    private int of(long row) {
        int g = groups.size();
        return (int) ((row + row / g) % g);
    }

    /** The Gaussian of all rows. */
    public Gaussian gaussian() {
        return groups.size() == 1 ? groups.get(0).gaussian() : without(-1);
    }

    private Gaussian without(int left) {
        try (Moments sum = new Moments(groups.get(0).dimension(), device)) {
            for (int j = 0; j < groups.size(); j++) {
                if (j != left) {
                    sum.add(groups.get(j));
                }
            }
            return sum.gaussian();
        }
    }

    /** The distance of all rows to a reference, with its interval if there are groups. */
    public Estimate distanceTo(Gaussian reference) {
        GroupedDistance all = distances(reference);
        return all.without().length == 0
                ? Estimate.without(all.value())
                : Estimate.jackknife(all.value(), all.without());
    }

    /** The distance of all rows to a reference, and those without each group in turn. */
    public GroupedDistance distances(Gaussian reference) {
        double whole = FrechetDistance.between(gaussian(), reference, device).value();
        int g = groups.size();
        double[] without = new double[g == 1 || next < 2L * g ? 0 : g];
        for (int j = 0; j < without.length; j++) {
            without[j] = FrechetDistance.between(without(j), reference, device).value();
        }
        return new GroupedDistance(whole, without);
    }

    @Override
    public void close() {
        groups.forEach(Moments::close);
    }
}
