package dev.eqm.cli.command.system;

import ai.djl.Device;
import dev.eqm.cli.bench.BenchRun;
import dev.eqm.cli.bench.Benchmark;
import dev.eqm.cli.bench.Machine;
import dev.eqm.cli.bench.RandomImages;
import dev.eqm.cli.bench.Report;
import dev.eqm.cli.bench.Workload;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.config.Names;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eqm bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures how fast this machine trains and samples, each figure beside a baseline.",
        footer = {
            "",
            "WHAT: block, forward, train, recompute, energy, sampler, adaptive (with --run), autoencoder,",
            "checkpoint, loader. Variants run in turn; a ratio is the median over rounds of two times",
            "of the same round. BENCHMARKS.md says how to read them.",
            "Exit code 1 if memory grows with --endurance."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int PRESET_BATCH = 8;
    private static final int DEFAULT_BATCH = 64;
    private static final int WARM_UP = 5;
    private static final int RANDOM_IMAGES = 512;

    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions options;

    @Parameters(paramLabel = "WHAT", arity = "0..*", description = "What to measure; default: all.")
    private List<String> what = new ArrayList<>();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A published or small size (B/4) on random 4x32x32 latents, batch 8.")
    private String preset;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description =
                    "A trained run: its configuration, and its averaged weights for adaptive.")
    private Path run;

    @Option(
            names = "--precision",
            split = ",",
            description = "float32, bfloat16 or both; default: as configured.")
    private List<Precision> precisions = new ArrayList<>();

    @Option(names = "--batch", paramLabel = "N", description = "Images at a time.")
    private Integer batch;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "30",
            description = "Rounds that count, after 5 that do not; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--quick", description = "Two rounds, none to warm up: only to see it work.")
    private boolean quick;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Of one operation; default: as libtorch chooses.")
    private Integer threads;

    @Option(
            names = "--endurance",
            paramLabel = "STEPS",
            description =
                    "Instead: so many steps of train, sampler or both, watching open arrays and memory.")
    private Long endurance;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write everything as JSON.")
    private Path json;

    @Override
    public Integer call() {
        requireSane();
        Map<String, Benchmark> chosen = chosen();
        Optional<FoundModel> trained =
                Optional.ofNullable(run)
                        .map(r -> ModelChoice.of(r).find(Console.of(spec.commandLine().getOut())));
        RunConfig config = config(trained);
        if (threads != null) {
            Backend.useThreads(threads);
        }
        Device device = config.computeOn(null);
        try (Lanes lanes = Lanes.of(config.lanesOn(device))) {
            return run(config, device, lanes, trained.map(FoundModel::file).orElse(null), chosen);
        }
    }

    private int run(
            RunConfig config,
            Device device,
            Lanes lanes,
            Path weights,
            Map<String, Benchmark> chosen) {
        List<Precision> wanted =
                precisions.isEmpty()
                        ? List.of(config.on(device, lanes).fixedPrecision())
                        : List.copyOf(new LinkedHashSet<>(precisions));
        Workload workload =
                new Workload(
                        config,
                        preset == null
                                ? config.data().source()
                                : new RandomImages(
                                        config.model().architecture(),
                                        Math.max(RANDOM_IMAGES, config.train().batchSize())),
                        device,
                        lanes,
                        wanted.get(0),
                        weights,
                        quick ? 0 : WARM_UP,
                        quick ? 2 : rounds);
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> head = Machine.describe();
        Report.head(head, workload.describe(), out);
        BenchRun run = new BenchRun(workload, wanted, out);
        boolean good =
                endurance == null
                        ? run.measure(chosen, !what.isEmpty())
                        : run.endure(chosen, endurance);
        if (json != null) {
            Report.write(json, Report.json(head, workload.describe(), run));
            out.println("written to " + json);
        }
        return good ? 0 : 1;
    }

    private Map<String, Benchmark> chosen() {
        Map<String, Benchmark> all = Benchmark.all();
        if (endurance != null) {
            all.keySet().retainAll(Set.of("train", "sampler"));
        }
        for (String name : what) {
            if (!all.containsKey(name)) {
                throw new UsageException(
                        "there is nothing called '"
                                + name
                                + "' to measure"
                                + (endurance == null ? "" : " with --endurance")
                                + "; there are "
                                + String.join(", ", all.keySet())
                                + Names.suggestion(name, all.keySet()));
            }
        }
        if (!what.isEmpty()) {
            all.keySet().retainAll(what);
        }
        return all;
    }

    private void requireSane() {
        requireAtLeastOne("--batch", batch);
        requireAtLeastOne("--rounds", rounds);
        requireAtLeastOne("--threads", threads);
        requireAtLeastOne("--endurance", endurance);
        int most = 4 * Runtime.getRuntime().availableProcessors();
        if (threads != null && threads > most) {
            throw new UsageException(
                    "--threads must be at most four a core (" + most + "), got " + threads);
        }
        if (Stream.of(preset != null, options.isGiven(), run != null).filter(b -> b).count() > 1) {
            throw new UsageException(
                    "--preset, --config and --run exclude each other: give one of them");
        }
        if (json != null && !Files.isDirectory(json.toAbsolutePath().getParent())) {
            throw new UsageException(
                    "--json " + json + ": its folder does not exist; create it first");
        }
    }

    private static void requireAtLeastOne(String option, Number value) {
        if (value != null && value.longValue() < 1) {
            throw new UsageException(option + " must be at least 1, got " + value);
        }
    }

    /** The preset, the run, the file or the default, then {@code --set}, then {@code --batch}. */
    private RunConfig config(Optional<FoundModel> trained) {
        List<String> settings = new ArrayList<>();
        Integer size = batch;
        if (preset != null) {
            settings.addAll(
                    List.of(
                            "model.backbone.kind=preset",
                            "model.backbone.name=" + preset,
                            "model.imageSize=32",
                            "model.channels=4",
                            "model.classes=1000",
                            "model.learnSigma=true"));
            size = batch == null ? Integer.valueOf(PRESET_BATCH) : batch;
        } else if (!options.isGiven() && run == null && batch == null) {
            size = DEFAULT_BATCH;
        }
        if (size != null) {
            settings.add("train.batchSize=" + size);
            settings.add("sampling.batchSize=" + size);
        }
        if (options.isGiven()) {
            return options.readAfter(settings);
        }
        settings.addAll(options.settings());
        RunConfig base = trained.map(FoundModel::config).orElse(RunConfig.DEFAULT);
        return new ConfigReader(RunKinds.all()).read(base, settings);
    }
}
