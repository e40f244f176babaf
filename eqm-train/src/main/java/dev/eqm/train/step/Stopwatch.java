package dev.eqm.train.step;

/** Seconds between calls, from a clock that nobody sets back. */
final class Stopwatch {
    private long last = System.nanoTime();

    double lap() {
        long now = System.nanoTime();
        double seconds = (now - last) * 1e-9;
        last = now;
        return seconds;
    }
}
