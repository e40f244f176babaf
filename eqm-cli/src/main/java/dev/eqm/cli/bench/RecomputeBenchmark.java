package dev.eqm.cli.bench;

import dev.eqm.run.plan.Footprint;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.step.TrainState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A training step that keeps all activations beside one that computes those of its blocks again:
 * time of a step, the highest memory, and what {@code eqm plan} says of it.
 *
 * <p>Both train one set of weights. Memory is measured first, in the order of need, because an
 * allocator seldom gives back what it once had; times follow, in turn. For the same reason a second
 * precision in one process gets no peaks, and those behind other benchmarks say little.
 */
final class RecomputeBenchmark implements Benchmark {
    private static final int STEPS = 3;

    private boolean measured; // peaks, in this process

    /** Of the variant that keeps everything, and some room. */
    @Override
    public double bytes(Workload w) {
        return planned(w, false) + Memory.GIB / 2;
    }

    @Override
    public String obstacle(Workload w) {
        return w.architecture().recomputes()
                ? ""
                : "recomputation is available only for transformers (SiT) with an implicit energy";
    }

    /** Memory first, the frugal variant before the other; then times, in turn. */
    @Override
    public List<Comparison> run(Workload w) {
        long before = Memory.resident().orElse(-1);
        try (TrainState state = w.start()) {
            TrainSteps kept = new TrainSteps(w.step(w.config().train().recomputing(false)), state);
            TrainSteps again = new TrainSteps(w.step(w.config().train().recomputing(true)), state);
            Map<String, Long> less = memory(again, before, planned(w, true));
            Map<String, Long> more = memory(kept, before, planned(w, false));
            measured = true;
            Paired paired = new Paired().add("kept", kept, more).add("recomputed", again, less);
            return List.of(w.comparison("recompute", "one step", paired, w.batch(), "images/s"));
        }
    }

    /** Highest memory of some steps, alone and above what the process had before the weights. */
    private Map<String, Long> memory(TrainSteps steps, long before, double planned) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        Memory.resetPeak();
        for (int i = 0; i < STEPS; i++) {
            steps.run();
        }
        OptionalLong peak = measured ? OptionalLong.empty() : Memory.peak();
        if (peak.isPresent()) {
            bytes.put("peak resident", peak.getAsLong());
            bytes.put("above the idle process", peak.getAsLong() - before);
        }
        bytes.put("planned", Math.round(planned));
        return bytes;
    }

    /** What {@code eqm plan} says of the same workload, in bytes; 0 where it has no formula. */
    private static double planned(Workload w, boolean again) {
        RunConfig config = w.config().recomputing(again);
        return Footprint.training(config, w.precision(), w.lanes().count(), w.device().isGpu())
                .map(Footprint::bytes)
                .orElse(0.0);
    }
}
