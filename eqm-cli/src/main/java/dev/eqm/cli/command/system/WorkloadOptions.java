package dev.eqm.cli.command.system;

import ai.djl.Device;
import dev.eqm.cli.bench.RandomImages;
import dev.eqm.cli.bench.Workload;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.settings.ImageData;
import dev.eqm.run.settings.RunConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What {@code eqm bench} measures on, a preset, a run, a file or the default configuration, and how
 * often.
 *
 * <p>Of preset, run and file at most one is given. A batch of 8 for a preset lets the large sizes
 * be measured where memory is scarce; 64 is what the small network of the default configuration is
 * measured with in BENCHMARKS.md. 30 rounds by default, because a ratio is a median over rounds;
 * {@code --quick} makes too few of them for a figure to mean anything. {@code --batch} holds for
 * training and for sampling.
 */
final class WorkloadOptions {
    private static final int PRESET_BATCH = 8;
    private static final int DEFAULT_BATCH = 64;

    /**
     * Images of noise for a preset, which names no data; more than a batch, so that an epoch does
     * not end at each step.
     */
    private static final int RANDOM_IMAGES = 512;

    /** Rounds before those that count: the first ones pay for what libtorch allocates and tunes. */
    private static final int WARM_UP = 5;

    /** A file, and {@code --set}, which also changes a preset or a run. */
    @Mixin private ConfigOptions options;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "A published size or a small one (B/4), on random 4x32x32 latents with batch size 8.")
    private String preset;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description =
                    "A trained run: its configuration is measured; adaptive also uses its averaged weights.")
    private Path run;

    @Option(
            names = "--precision",
            split = ",",
            description = "float32, bfloat16 or both; default: as configured.")
    private List<Precision> precisions = new ArrayList<>();

    @Option(names = "--batch", paramLabel = "N", description = "Batch size.")
    private Integer batch;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "30",
            description = "Measured rounds, after 5 rounds of warm-up; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--quick",
            description = "Two rounds without warm-up, just to see that it works.")
    private boolean quick;

    /** Checked before anything is looked for. */
    void requireSane() {
        Usage.requireAtLeastOne("--batch", batch);
        Usage.requireAtLeastOne("--rounds", rounds);
        Usage.require(
                Usage.count(preset != null, options.isGiven(), run != null) <= 1,
                "--preset, --config and --run exclude each other: give only one of them");
    }

    /** The run's model, if a run was named. */
    Optional<FoundModel> trained(Console console) {
        return Optional.ofNullable(run).map(r -> ModelChoice.of(r).find(console));
    }

    /**
     * The preset, the run, the file or the default, with {@code --batch}, then {@code --set}, which
     * wins. A preset is laid over the default configuration as settings, under the names that a
     * file would have: 32x32 latents of 4 channels and 1000 classes, as the published networks have
     * them.
     */
    RunConfig config(Optional<FoundModel> trained) {
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
        return options.readOver(
                trained.map(FoundModel::config).orElse(RunConfig.DEFAULT), settings);
    }

    /**
     * The precisions that were asked for, each once and in their order, so that the first is what
     * the others are compared with; else the configured one there.
     */
    List<Precision> precisions(RunConfig config, Device device, Lanes lanes) {
        return precisions.isEmpty()
                ? List.of(config.on(device, lanes).fixedPrecision())
                : List.copyOf(new LinkedHashSet<>(precisions));
    }

    /** A configuration on a device, with the run's weights if there is one. */
    Workload on(
            RunConfig config,
            Optional<FoundModel> trained,
            Device device,
            Lanes lanes,
            Precision precision) {
        return new Workload(
                config,
                images(config),
                device,
                lanes,
                precision,
                trained.map(FoundModel::file).orElse(null),
                quick ? 0 : WARM_UP,
                quick ? 2 : rounds);
    }

    /** The configuration's own; a preset has none, for it there are images of noise. */
    private ImageData images(RunConfig config) {
        if (preset == null) {
            return config.data().source();
        }
        int count = Math.max(RANDOM_IMAGES, config.train().batchSize());
        return new RandomImages(config.model().architecture(), count);
    }
}
