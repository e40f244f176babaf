package dev.eqm.cli.bench;

import dev.eqm.run.UsageException;
import dev.eqm.run.config.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One thing that {@code eqm bench} can measure. It is handed a {@link Workload}, compares variants
 * of the same work on it, and answers with {@link Comparison}s.
 */
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

    /**
     * Those that were asked for, in the order in which they run; all if none was.
     *
     * @param endurance whether memory is watched, which only some are for
     * @throws UsageException naming one that there is not
     */
    static Map<String, Benchmark> chosen(List<String> what, boolean endurance) {
        Map<String, Benchmark> all = all();
        if (endurance) {
            all.keySet().retainAll(Set.of("train", "sampler"));
        }
        for (String name : what) {
            if (!all.containsKey(name)) {
                throw new UsageException(
                        "there is no benchmark '%s'%s; available: %s%s"
                                .formatted(
                                        name,
                                        endurance ? " with --endurance" : "",
                                        String.join(", ", all.keySet()),
                                        Names.suggestion(name, all.keySet())));
            }
        }
        if (!what.isEmpty()) {
            all.keySet().retainAll(what);
        }
        return all;
    }
}
