package dev.eqm.core.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.ranks.Exchange;
import dev.eqm.core.ranks.Group;
import dev.eqm.core.ranks.OrderedSum;
import dev.eqm.core.ranks.RanksException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Ranks that are threads of one process, for tests of everything above a transport: what goes over
 * the wire elsewhere lies on a table here, and barriers say when it may be taken.
 */
public final class ThreadRanks extends Group implements Exchange {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What all have in common. */
    private static final class Table {
        private final Object[] places;
        private final CyclicBarrier barrier;

        Table(int size) {
            places = new Object[size];
            barrier = new CyclicBarrier(size);
        }
    }

    private final Table table;
    private final int rank;
    private final Duration limit;
    private final OrderedSum sum;

    private ThreadRanks(Table table, int rank, Duration limit) {
        super(limit);
        this.table = table;
        this.rank = rank;
        this.limit = limit;
        this.sum = new OrderedSum(table.places.length, this, 1000); // small: several buckets
    }

    /** What every rank answers, by rank; the first failure by rank is thrown. */
    public static <T> List<T> run(int size, Function<ThreadRanks, T> work) {
        List<T> all = new ArrayList<>();
        RuntimeException failure = null;
        for (Object one : outcomes(size, PATIENCE, work)) {
            if (one instanceof RuntimeException e && failure == null) {
                failure = e;
            }
            @SuppressWarnings("unchecked")
            T answer = (T) one;
            all.add(answer);
        }
        if (failure != null) {
            throw failure;
        }
        return all;
    }

    /** What every rank answers or throws, by rank. */
    public static <T> List<Object> outcomes(
            int size, Duration limit, Function<ThreadRanks, T> work) {
        Table table = new Table(size);
        ExecutorService threads = Executors.newFixedThreadPool(size);
        List<Future<Object>> running = new ArrayList<>();
        for (int r = 0; r < size; r++) {
            ThreadRanks ranks = new ThreadRanks(table, r, limit);
            running.add(
                    threads.submit(
                            () -> {
                                try (ranks) {
                                    return work.apply(ranks);
                                } catch (RuntimeException e) {
                                    return e;
                                }
                            }));
        }
        List<Object> all = new ArrayList<>();
        for (Future<Object> one : running) {
            try {
                all.add(one.get());
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }
        threads.shutdown();
        return all;
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return table.places.length;
    }

    @Override
    public void sum(NDList arrays) {
        requireIdle();
        sum.add(arrays);
    }

    @Override
    protected byte[] gathered(byte[] mine) {
        byte[] all = new byte[mine.length * size()];
        exchange(
                mine,
                (r, theirs) -> System.arraycopy(theirs, 0, all, r * mine.length, mine.length));
        return all;
    }

    @Override
    public void allToAll(NDArray from, NDArray to) {
        exchange(from, (r, theirs) -> to.set(new NDIndex(r), theirs.get(rank)));
    }

    @Override
    public void allGather(NDArray from, NDArray to) {
        exchange(from, (r, theirs) -> to.set(new NDIndex(r), theirs));
    }

    private interface Taking<T> {
        void take(int from, T theirs);
    }

    private <T> void exchange(T mine, Taking<T> taking) {
        table.places[rank] = mine;
        await();
        for (int r = 0; r < size(); r++) {
            @SuppressWarnings("unchecked")
            T theirs = (T) table.places[r];
            taking.take(r, theirs);
        }
        await();
    }

    private void await() {
        try {
            int unused = table.barrier.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new RanksException("rank " + rank + " has waited in vain", e);
        }
    }

    @Override
    public void end() {
        barrier();
    }

    @Override
    public void close() {
        super.close();
        sum.close();
    }
}
