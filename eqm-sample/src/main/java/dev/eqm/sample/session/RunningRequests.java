package dev.eqm.sample.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts requests in and out; the last one out lets {@link #close} go on. For whatever threads
 * share and one of them closes.
 */
public final class RunningRequests {
    private final String what;
    private final Map<Cancellation, Thread> running = new HashMap<>();
    private boolean closed;

    /**
     * None yet.
     *
     * @param what requests go to, for messages: {@code session}
     */
    public RunningRequests(String what) {
        this.what = what;
    }

    /**
     * A request begins; the token is its own and ends it from inside.
     *
     * @throws IllegalStateException once {@link #close} has begun
     */
    public synchronized Cancellation enter() {
        if (closed) {
            throw new IllegalStateException("the " + what + " is closed: open another one");
        }
        Cancellation request = new Cancellation();
        running.put(request, Thread.currentThread());
        return request;
    }

    /** A request goes on in another thread. */
    synchronized void move(Cancellation request, Thread thread) {
        running.put(request, thread);
    }

    /** A request has ended. */
    public synchronized void leave(Cancellation request) {
        running.remove(request);
        notifyAll();
    }

    synchronized int count() {
        return running.size();
    }

    void cancelAll() {
        List<Cancellation> all;
        synchronized (this) {
            all = List.copyOf(running.keySet());
        }
        all.forEach(Cancellation::cancel);
    }

    /**
     * Waits until all have left; false if someone else has closed already.
     *
     * @throws IllegalStateException if called by a running request itself
     */
    public synchronized boolean close() {
        if (running.containsValue(Thread.currentThread())) {
            throw new IllegalStateException(
                    "a running request cannot close its own "
                            + what
                            + ": it would wait for itself");
        }
        boolean first = !closed;
        closed = true;
        boolean interrupted = false;
        while (!running.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // arrays in use cannot be freed: wait on, tell the caller later
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return first;
    }
}
