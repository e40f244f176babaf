package dev.eqm.core.ranks;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What all groups of several ranks share: work that takes its time while the others hear that it
 * goes on. A group gathers bytes and sums arrays in its own way.
 *
 * <p>While a rank works, a thread of its own says "busy" in the gatherings in which those that are
 * done wait. All ranks see the same answers, so all know alike whether another gathering follows.
 */
public abstract class Group implements Ranks {
    private static final byte BUSY = 0;
    private static final byte NO = 1;
    private static final byte YES = 2;
    private static final byte FAILED = 3;

    private final long pulse; // nanoseconds between signs of life
    private final ScheduledThreadPoolExecutor alive;
    private volatile boolean working;

    /**
     * A group.
     *
     * @param limit after which a rank that does not answer is given up
     */
    protected Group(Duration limit) {
        this.pulse = Math.min(500_000_000L, limit.toNanos() / 4);
        this.alive =
                new ScheduledThreadPoolExecutor(
                        1,
                        work -> {
                            Thread thread = new Thread(work, "eqm rank is alive");
                            thread.setDaemon(true);
                            return thread;
                        });
        alive.setRemoveOnCancelPolicy(true);
    }

    /** {@link Ranks#gather(byte[])} itself; called by one thread at a time. */
    protected abstract byte[] gathered(byte[] mine);

    @Override
    public final byte[] gather(byte[] mine) {
        requireIdle();
        return gathered(mine);
    }

    /** Collective calls from within work would be taken for signs of life. */
    protected final void requireIdle() {
        if (working) {
            throw new IllegalStateException("work between ranks must not call the ranks");
        }
    }

    /** The signs of life that a rank gives while it works. */
    private final class Signs implements Runnable {
        private boolean over;
        private RuntimeException failure;

        @Override
        public synchronized void run() {
            if (over || failure != null) {
                return;
            }
            try {
                byte[] unused = gathered(new byte[] {BUSY});
            } catch (RuntimeException e) {
                failure = e; // told when the work is done
            }
        }

        synchronized void end() {
            over = true;
            if (failure != null) {
                throw failure;
            }
        }
    }

    @Override
    public final boolean any(BooleanSupplier work) {
        requireIdle();
        Signs signs = new Signs();
        var beating = alive.scheduleWithFixedDelay(signs, pulse, pulse, TimeUnit.NANOSECONDS);
        RuntimeException failure = null;
        byte mine = NO;
        working = true;
        try {
            mine = work.getAsBoolean() ? YES : NO;
        } catch (RuntimeException e) {
            failure = e;
            mine = FAILED;
        } finally {
            working = false;
            beating.cancel(false);
        }
        try {
            signs.end();
        } catch (RuntimeException e) {
            if (failure != null) {
                failure.addSuppressed(e);
                throw failure;
            }
            throw e;
        }
        return answer(mine, failure);
    }

    private boolean answer(byte mine, RuntimeException failure) {
        byte[] all = gathered(new byte[] {mine});
        while (contains(all, BUSY)) {
            all = gathered(new byte[] {mine});
        }
        if (contains(all, FAILED)) {
            throw agreed(failure);
        }
        return contains(all, YES);
    }

    private static boolean contains(byte[] all, byte what) {
        for (byte one : all) {
            if (one == what) {
                return true;
            }
        }
        return false;
    }

    /** The first failure by rank is what all tell; rank 0 alone aloud. */
    private RanksException agreed(RuntimeException mine) {
        String said = mine == null ? "" : mine.getClass().getName() + "\n" + mine.getMessage();
        var all = texts(said);
        int r = 0;
        while (all.get(r).isEmpty()) {
            r++;
        }
        String[] parts = all.get(r).split("\n", 2);
        String message = r == 0 ? parts[1] : "rank " + r + ": " + parts[1];
        return RanksException.agreed(message, parts[0], !isFirst(), mine);
    }

    /** Ends the thread of the signs of life. */
    @Override
    public void close() {
        alive.shutdownNow();
    }
}
