package dev.eqm.cli.command.system;

import ai.djl.Device;
import dev.eqm.cli.bench.BenchRun;
import dev.eqm.cli.bench.Benchmark;
import dev.eqm.cli.bench.Workload;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.option.Usage;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.run.folder.Target;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.settings.RunConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code eqm bench}: resolves options to a {@link Workload} that a {@link BenchRun} measures.
 *
 * <p>Options are checked and benchmarks named before a model is read. The number of threads is set
 * before the first operation that is timed; more than four a core are refused, because libtorch
 * would start them all. Without a preset, a run or a file the default configuration is measured.
 * Prints figures as they come; {@code --json} writes all at the end, into a folder that must exist.
 */
@Command(name = "bench", mixinStandardHelpOptions = true, subcommands = GpuBenchCommand.class)
public final class BenchCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private WorkloadOptions workload;
    @Mixin private TurnsOption turns;

    @Parameters(paramLabel = "WHAT", arity = "0..*", description = "What to measure; default: all.")
    private List<String> what = new ArrayList<>();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads per operation; default: as libtorch chooses.")
    private Integer threads;

    @Option(
            names = "--endurance",
            paramLabel = "STEPS",
            description =
                    "Instead, runs this many steps of train, sampler or both, and watches memory and open arrays.")
    private Long endurance;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes everything as JSON.")
    private Path json;

    @Override
    public Integer call() {
        requireSane();
        Map<String, Benchmark> chosen = Benchmark.chosen(what, endurance != null);
        return ConsoleCommand.watched(spec, console -> bench(chosen, console));
    }

    private int bench(Map<String, Benchmark> chosen, Console out) {
        Optional<FoundModel> trained = workload.trained(out);
        RunConfig config = workload.config(trained);
        if (threads != null) {
            Backend.useThreads(threads);
        }
        Device device = config.computeOn(null);
        try (Lanes lanes = Lanes.of(config.lanesOn(device))) {
            List<Precision> wanted = workload.precisions(config, device, lanes);
            Workload work = workload.on(config, trained, device, lanes, wanted.get(0));
            if (turns.isGiven()) {
                turns.serve(what.get(0), work, out);
                return 0;
            }
            return measure(new BenchRun(work, wanted, out), chosen) ? 0 : 1;
        }
    }

    /** Measures, or with {@code --endurance} watches memory instead; false if it grows. */
    private boolean measure(BenchRun run, Map<String, Benchmark> chosen) {
        if (endurance == null) {
            run.measure(chosen, !what.isEmpty());
        }
        boolean good = endurance == null || run.endure(chosen, endurance);
        if (json != null) {
            run.write(json);
        }
        return good;
    }

    private void requireSane() {
        workload.requireSane();
        Usage.requireAtLeastOne("--threads", threads);
        Usage.requireAtLeastOne("--endurance", endurance);
        int most = 4 * Runtime.getRuntime().availableProcessors();
        Usage.require(
                threads == null || threads <= most,
                "--threads must be at most four per core (%s), got %s",
                most,
                threads);
        turns.requireSane(what, endurance != null || json != null);
        if (json != null) {
            Target.report(json);
        }
    }
}
