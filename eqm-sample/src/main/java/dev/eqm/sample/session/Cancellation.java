package dev.eqm.sample.session;

import java.util.ArrayList;
import java.util.List;

/**
 * Ends requests early, from any thread. A request that it was handed to throws a {@link
 * java.util.concurrent.CancellationException} within one step; cancelled before it begins, it does
 * not begin. Cannot be taken back.
 */
public final class Cancellation {
    private final List<Runnable> listeners = new ArrayList<>(); // guarded by itself
    private volatile boolean cancelled;

    /** Ends the requests; the first call counts. */
    public void cancel() {
        List<Runnable> all;
        synchronized (listeners) {
            cancelled = true;
            all = List.copyOf(listeners);
            listeners.clear();
        }
        all.forEach(Runnable::run);
    }

    /** Whether {@link #cancel} has been called. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** Tells someone who waits for something else; at once if it is too late. */
    void onCancel(Runnable listener) {
        synchronized (listeners) {
            if (!cancelled) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    /** Forgets a listener. */
    void remove(Runnable listener) {
        synchronized (listeners) {
            listeners.remove(listener);
        }
    }
}
