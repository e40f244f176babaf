package dev.eqm.cli.bench;

import dev.eqm.core.data.Batch;
import dev.eqm.core.data.Batches;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;

/**
 * Batches of the configured images beside copies of as many bytes: the least that handing over a
 * batch can cost. Images in memory should stay within a small factor of it; pictures that are
 * decoded each time do not, and want {@code data.decoders}.
 */
final class LoaderBenchmark implements Benchmark {
    private static final int BATCHES = 8; // a round: one of small images is over too soon

    /** A batch as floats, its copy, and as many bytes of the source. */
    @Override
    public double bytes(Workload w) {
        return 16.0 * w.batch() * w.architecture().sampleShape().size();
    }

    @Override
    public boolean dependsOnPrecision() {
        return false;
    }

    /** Reads batch after batch, as a training run does, and copies the pixels of the first. */
    @Override
    public List<Comparison> run(Workload w) {
        Batches batches = w.batches();
        Iterator<Batch> next = LongStream.iterate(0, i -> i + 1).mapToObj(batches::at).iterator();
        float[] pixels = batches.at(0).pixels();
        Paired paired =
                new Paired()
                        .add("copy", () -> round(() -> Arrays.copyOf(pixels, pixels.length).length))
                        .add("Batches.at", () -> round(() -> next.next().labels()[0]));
        String title = BATCHES + " batches of " + w.source().open().describe();
        return List.of(
                w.comparison("loader", title, paired, (double) BATCHES * w.batch(), "images/s"));
    }

    /** Uses what it sees of every batch, so that no compiler leaves the work out. */
    private static void round(IntSupplier batch) {
        int seen = 0;
        for (int i = 0; i < BATCHES; i++) {
            seen += batch.getAsInt();
        }
        if (seen == Integer.MIN_VALUE) {
            throw new IllegalStateException("labels and sizes must not be negative");
        }
    }
}
