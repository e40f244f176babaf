package dev.eqm.core.device;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import dev.eqm.core.kernel.Libtorch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;

/**
 * Threads that compute independent parts of a batch side by side, each with its share of the
 * machine's cores.
 *
 * <p>Two halves of a batch on one core each are faster than the whole batch on two cores: no
 * operation has to be cut up and joined again, and what libtorch does not run in parallel runs in
 * parallel all the same (BENCHMARKS.md, "Lanes").
 *
 * <p>Safe for use by many threads: the parts of several callers queue up, so the machine is never
 * asked for more cores than it has. A task opens its own {@code GradMode} and {@code Scope}; arrays
 * that it keeps have to be adopted ({@code Scope.adopt}) by the thread that waits.
 */
public final class Lanes implements AutoCloseable {
    /** The automatic number of lanes stays below this: each one holds gradients of its own. */
    private static final int MOST = 4;

    private final int count;
    private final ThreadPoolExecutor threads;

    private Lanes(int count) {
        this.count = count;
        int all = Backend.threads();
        int share = Math.max(1, all / count);
        CountDownLatch started = new CountDownLatch(count);
        this.threads =
                (ThreadPoolExecutor)
                        Executors.newFixedThreadPool(count, work -> new Lane(work, share, started));
        if (count > 1) {
            threads.prestartAllCoreThreads();
            await(started);
            Libtorch.setThreads(all); // what later threads begin with
        }
    }

    /** A thread whose operations may use some of the cores. */
    private static final class Lane extends Thread {
        private final int cores;
        private final CountDownLatch started;

        Lane(Runnable work, int cores, CountDownLatch started) {
            super(work, "eqm lane");
            this.cores = cores;
            this.started = started;
            setDaemon(true);
        }

        @Override
        public void run() {
            Libtorch.threads(); // the first look takes over the program's number
            Libtorch.setThreads(cores);
            started.countDown();
            super.run();
        }
    }

    private static void await(CountDownLatch started) {
        boolean interrupted = false;
        while (started.getCount() > 0) {
            try {
                started.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** So many lanes; one lane computes on the calling thread. */
    public static Lanes of(int count) {
        require(count >= 1 && count <= 1024, "lanes must lie in [1, 1024], got %s", count);
        return new Lanes(count);
    }

    /**
     * How many lanes suit a device: on a CPU one a core, at most 4 (more was not measured); 1 on a
     * GPU, which wants whole batches.
     */
    public static int suiting(Device device) {
        return device.isGpu() ? 1 : Math.max(1, Math.min(MOST, Backend.threads()));
    }

    /** How many parts run at a time. */
    public int count() {
        return count;
    }

    /**
     * Into which rows n are cut: as equal as possible, larger parts first; fewer than {@link
     * #count} if n is small.
     *
     * @return the bounds, parts + 1 numbers from 0 to n
     */
    public int[] cut(int n) {
        int parts = Math.max(1, Math.min(count, n));
        int[] bounds = new int[parts + 1];
        for (int i = 0; i < parts; i++) {
            bounds[i + 1] = bounds[i] + n / parts + (i < n % parts ? 1 : 0);
        }
        return bounds;
    }

    /**
     * Runs all tasks and waits for all of them, also when one fails or the thread is interrupted. A
     * single task, a single lane and a task of a lane run where they are called.
     *
     * @return the results in the order of the tasks
     * @throws RuntimeException the first failure in that order
     */
    public <T> List<T> run(List<? extends Supplier<T>> tasks) {
        if (count == 1 || tasks.size() == 1 || Thread.currentThread() instanceof Lane) {
            return tasks.stream().map(Supplier::get).toList();
        }
        return results(tasks.stream().map(task -> threads.submit(task::get)).toList());
    }

    private static <T> List<T> results(List<Future<T>> pending) {
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        boolean interrupted = false;
        for (Future<T> future : pending) {
            while (true) {
                try {
                    results.add(future.get());
                    break;
                } catch (InterruptedException e) {
                    interrupted = true; // what the tasks made must not be left behind: wait on
                } catch (ExecutionException e) {
                    failure = failure == null ? e.getCause() : failure;
                    break;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
        return results;
    }

    /** Ends the threads once they have nothing left to do. */
    @Override
    public void close() {
        threads.shutdown();
    }

    @Override
    public String toString() {
        return "Lanes[" + count + "]";
    }
}
