package dev.eqm.train.step;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Work on a thread of its own, so that an interrupt of the caller ends it in order.
 *
 * <p>Java closes a file under an interrupted thread that writes it. Training that was interrupted
 * by {@code Future.cancel(true)} could then write neither its metrics nor its checkpoint. Here the
 * interrupt reaches the waiting caller alone, which asks the work to stop, waits until it has, and
 * is interrupted again when it goes on.
 */
public final class Undisturbed {
    private static final String NAME = "eqm training";

    private Undisturbed() {}

    /** The thread that works; work within such work stays on it. */
    private static final class Worker extends Thread {
        Worker(Runnable work) {
            super(work, NAME);
        }
    }

    /**
     * Does the work and answers what it answers, or throws what it throws.
     *
     * @param stop called at the first interrupt, on the caller's thread, while the work goes on; it
     *     should end the work soon
     */
    public static <T> T run(Supplier<T> work, Runnable stop) {
        if (Thread.currentThread() instanceof Worker) {
            return work.get();
        }
        AtomicReference<T> answer = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Worker worker = new Worker(() -> answer.set(work.get()));
        worker.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        worker.start();
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                if (!interrupted) {
                    stop.run();
                }
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        } else if (failure.get() instanceof Error e) {
            throw e;
        }
        return answer.get();
    }
}
