package dev.eqm.train.bench;

import static dev.eqm.train.bench.Paired.quantile;

import ai.djl.Device;
import dev.eqm.core.data.Batches;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.kernel.Precision;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTPresets;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.train.Checkpoints;
import dev.eqm.train.train.Recipe;
import dev.eqm.train.train.RunIdentity;
import dev.eqm.train.train.StepCount;
import dev.eqm.train.train.StepReport;
import dev.eqm.train.train.TrainSettings;
import dev.eqm.train.train.TrainState;
import dev.eqm.train.train.TrainStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * A training step at the size of {@code configs/fashion-mnist.yaml} (Nano/4, 28x28x1, batch 64),
 * split into its parts. One JMH operation is one step; every tenth also writes a checkpoint, which
 * counts as it would every 500 steps.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 10)
@Measurement(iterations = 150)
public class TrainStepBench {
    private static final int BATCH = 64;
    private static final int CHECKPOINT_EVERY = 500;

    private final Map<String, List<Double>> parts = new LinkedHashMap<>();
    private Path folder;
    private Checkpoints checkpoints;
    private TrainStep step;
    private TrainState state;
    private boolean warm;

    /** A run's parts over the embedded images. */
    @Setup
    public void build() throws IOException {
        SiTConfig preset = SiTPresets.get("Nano/4").forImages(28, 1, 10);
        EqmLoss loss = new EqmLoss(new TruncatedDecay(0.8, 4));
        step =
                new TrainStep(
                        new Batches(FashionMnist.embedded(), BATCH, 0, false),
                        Recipe.of(loss, new AdamW(2e-3, 0.9, 0.999, 1e-8, 0), 0.995),
                        TrainSettings.of(1000, BATCH, 0, 100, CHECKPOINT_EVERY, 2));
        folder = Files.createTempDirectory("eqm-bench");
        checkpoints =
                new Checkpoints(folder, new RunIdentity(preset, 0, BATCH, loss.toString()), 2);
        state = TrainState.start(SiT.fresh(preset, Precision.FLOAT32, Device.cpu(), 0));
    }

    /** One step. */
    @Benchmark
    public void step() {
        long begin = System.nanoTime();
        StepReport report = step.run(state);
        double wall = elapsed(begin);
        state =
                new TrainState(
                        state.model(),
                        state.averages(),
                        state.moments(),
                        StepCount.of(report.step()));
        report.times().byName().forEach(this::note);
        note("opening and closing", wall - report.times().total());
        if (report.step() % 10 == 0) {
            begin = System.nanoTime();
            checkpoints.write(state);
            note("checkpoint / " + CHECKPOINT_EVERY, elapsed(begin) / CHECKPOINT_EVERY);
        }
    }

    /** Drops what the warm-up measured. */
    @Setup(Level.Iteration)
    public void begin(IterationParams iteration) {
        if (warm || iteration.getType() == IterationType.WARMUP) {
            return;
        }
        warm = true;
        parts.clear();
    }

    /** Prints the table. */
    @TearDown
    public void end() throws IOException {
        Map<String, Double> medians = new LinkedHashMap<>();
        parts.forEach((name, all) -> medians.put(name, median(all)));
        double total = medians.values().stream().mapToDouble(Double::doubleValue).sum();
        System.out.printf("%nTraining step, Nano/4 on 28x28x1, batch 64, float32%n");
        System.out.println(Paired.machine());
        System.out.println("| part | median ms | share |");
        System.out.println("| --- | ---: | ---: |");
        medians.forEach((name, s) -> row(name, s, total));
        row("**step**", total, total);
        row(
                "**all but forward and backward**",
                total - medians.get("forward") - medians.get("backward"),
                total);
        state.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void row(String name, double seconds, double total) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.1f %% |%n",
                name,
                1e3 * seconds,
                100 * seconds / total);
    }

    private void note(String part, double seconds) {
        parts.computeIfAbsent(part, p -> new ArrayList<>()).add(seconds);
    }

    private static double elapsed(long begin) {
        return (System.nanoTime() - begin) * 1e-9;
    }

    private static double median(List<Double> all) {
        return quantile(all.stream().mapToDouble(Double::doubleValue).toArray(), 0.5);
    }
}
