package dev.eqm.cli.bench;

import dev.eqm.core.data.Batch;
import dev.eqm.core.data.Batches;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Batches of the configured images beside copies of as many bytes. */
final class LoaderBenchmark implements Benchmark {
    private static final int BATCHES = 8; // a round: one of small images is over too soon

    @Override
    public double bytes(Workload w) {
        return 16.0 * w.batch() * w.architecture().sampleShape().size();
    }

    @Override
    public boolean dependsOnPrecision() {
        return false;
    }

    @Override
    public List<Comparison> run(Workload w) {
        Batches batches = w.batches();
        Loads loads = new Loads(batches);
        float[] pixels = batches.at(0).pixels();
        Paired paired = new Paired().add("copy", () -> copy(pixels)).add("Batches.at", loads);
        String title =
                String.format(
                        Locale.ROOT, "%d batches of %s", BATCHES, w.source().open().describe());
        return List.of(
                w.comparison("loader", title, paired, (double) BATCHES * w.batch(), "images/s"));
    }

    private static final class Loads implements Runnable {
        private final Batches batches;
        private long step;
        private int seen;

        Loads(Batches batches) {
            this.batches = batches;
        }

        @Override
        public void run() {
            for (int i = 0; i < BATCHES; i++) {
                Batch batch = batches.at(step++);
                seen += batch.labels()[0];
            }
            require(seen);
        }
    }

    private static void copy(float[] pixels) {
        int seen = 0;
        for (int i = 0; i < BATCHES; i++) {
            seen += Arrays.copyOf(pixels, pixels.length).length;
        }
        require(seen);
    }

    /** Uses a result, so that no compiler leaves the work out. */
    private static void require(int seen) {
        if (seen == Integer.MIN_VALUE) {
            throw new IllegalStateException("labels and sizes are not negative");
        }
    }
}
