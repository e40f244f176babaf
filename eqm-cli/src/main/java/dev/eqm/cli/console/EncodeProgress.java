package dev.eqm.cli.console;

import dev.eqm.models.autoencoder.LatentCache;

/**
 * Tells a person how encoding goes: every batch is a new status.
 *
 * <p>The rate is that of this process. Latents that an earlier one wrote are reported a whole file
 * at once, a jump of more than a batch, and are left out of it; else the time left would be far too
 * short.
 */
public final class EncodeProgress implements LatentCache.Progress {
    private final Console console;
    private final int batch;
    private long begin;
    private int before; // latents that were there
    private int previous;

    /**
     * Tells on a console.
     *
     * @param batch latents that are reported at once at most
     */
    public EncodeProgress(Console console, int batch) {
        this.console = console;
        this.batch = batch;
    }

    @Override
    public void begun() {
        begin = System.nanoTime();
    }

    @Override
    public void coded(int done, int all) {
        if (done > previous + batch) {
            before += done - previous; // a whole file at once
        }
        previous = done;
        double rate = (done - before) / seconds();
        String left = rate > 0 ? Console.duration((all - done) / rate) : "?";
        String text =
                Console.text(
                        "%s %d/%d latents, %.2f per second, %s left",
                        Console.bar(done / (double) all), done, all, rate, left);
        console.status(text);
    }

    /** Since the beginning. */
    public double seconds() {
        return (System.nanoTime() - begin) * 1e-9;
    }
}
