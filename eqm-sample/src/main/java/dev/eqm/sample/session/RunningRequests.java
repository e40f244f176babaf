package dev.eqm.sample.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts requests in and out; the last one out lets {@link #close} go on. */
final class RunningRequests {
    private final Map<Cancellation, Thread> running = new HashMap<>();
    private boolean closed;

    /** A request begins; the token is its own and ends it from inside. */
    synchronized Cancellation enter() {
        if (closed) {
            throw new IllegalStateException("the session is closed: open another one");
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
    synchronized void leave(Cancellation request) {
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

    /** Waits until all have left; false if someone else has closed already. */
    synchronized boolean close() {
        if (running.containsValue(Thread.currentThread())) {
            throw new IllegalStateException(
                    "a running request cannot close its own session: it would wait for itself");
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
