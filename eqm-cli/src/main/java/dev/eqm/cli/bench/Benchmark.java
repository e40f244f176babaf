package dev.eqm.cli.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One thing that {@code eqm bench} can measure. */
public interface Benchmark {
    /** Measures it. */
    List<Comparison> run(Workload workload);

    /** Roughly how many bytes it needs at once: refused before it starts if they are not there. */
    double bytes(Workload workload);

    /** Whether bfloat16 and float32 differ; otherwise it runs once. */
    default boolean dependsOnPrecision() {
        return true;
    }

    /** Why it cannot be run on this workload; empty if it can. */
    default String obstacle(Workload workload) {
        return "";
    }

    /** Name on the command line -> what it runs, in the order in which they run. */
    static Map<String, Benchmark> all() {
        Map<String, Benchmark> all = new LinkedHashMap<>();
        all.put("block", new BlockBenchmark());
        all.put("forward", new ForwardBenchmark());
        all.put("train", new TrainBenchmark());
        all.put("recompute", new RecomputeBenchmark());
        all.put("energy", new EnergyBenchmark());
        all.put("sampler", new SamplerBenchmark());
        all.put("adaptive", new AdaptiveBenchmark());
        all.put("autoencoder", new AutoencoderBenchmark());
        all.put("checkpoint", new CheckpointBenchmark());
        all.put("loader", new LoaderBenchmark());
        return all;
    }
}
