package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Steps whose gradient norms are still on the device, with the states before each of them: a norm
 * that is not finite ends a run with these. Nobody leaves between two readings, so the rows stay
 * the same. For one thread.
 */
final class Unread {
    /**
     * Steps that one reading covers, at most. More would save little, since one reading in {@value}
     * steps hardly costs anything, and would hold more states and let a run that has diverged go on
     * for longer.
     */
    static final int MOST = 16;

    private final List<Entry> entries = new ArrayList<>();

    /**
     * One step.
     *
     * @param number of the step, from 1
     * @param before its states, [M, ...], which stay open
     * @param norms ‖∇E‖ of every row, [M], on the device
     * @param tally what had been evaluated after the step
     */
    private record Entry(int number, NDArray before, NDArray norms, Tally tally) {}

    /** A step with a norm that is not finite. */
    record Lost(int number, NDArray before, double[] norms, Tally tally) {}

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether the next step must be read. */
    boolean isFull() {
        return entries.size() >= MOST - 1;
    }

    /** One step more. */
    void add(int number, NDArray before, NDArray norms, Tally tally) {
        entries.add(new Entry(number, before, norms, tally.copy()));
    }

    /** States that must stay open until {@link #clear}. */
    List<NDArray> held() {
        return entries.stream().map(Entry::before).toList();
    }

    /**
     * Reads these steps and the newest one at once.
     *
     * @param newest norms of the newest step, [M]
     * @return a row for every step, the newest last
     */
    double[][] read(NDArray newest) {
        int m = Math.toIntExact(newest.size());
        if (entries.isEmpty()) {
            return new double[][] {Arithmetic.numbers(newest)};
        }
        try (Scope scope = Scope.open()) {
            NDList all = new NDList();
            entries.forEach(entry -> all.add(entry.norms()));
            all.add(newest);
            double[] numbers = Arithmetic.numbers(NDArrays.concat(all));
            double[][] rows = new double[all.size()][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = Arrays.copyOfRange(numbers, i * m, (i + 1) * m);
            }
            return rows;
        }
    }

    /** The first of these steps with a norm that is not finite, of what {@link #read} gave. */
    Optional<Lost> lost(double[][] rows) {
        for (int i = 0; i < entries.size(); i++) {
            if (!Arrays.stream(rows[i]).allMatch(Double::isFinite)) {
                Entry entry = entries.get(i);
                return Optional.of(
                        new Lost(entry.number(), entry.before(), rows[i], entry.tally()));
            }
        }
        return Optional.empty();
    }

    /** The same without a newer step: that one failed, perhaps because of what is found here. */
    Optional<Lost> lost() {
        return isEmpty() ? Optional.empty() : lost(read(entries.get(entries.size() - 1).norms()));
    }

    /** Forgets all steps and frees what nobody else needs. */
    void clear(Scope owner, NDList live) {
        for (Entry entry : entries) {
            if (live.stream().noneMatch(kept -> kept == entry.before())) {
                owner.replace(entry.before(), live.head());
            }
            owner.replace(entry.norms(), live.head());
        }
        entries.clear();
    }
}
