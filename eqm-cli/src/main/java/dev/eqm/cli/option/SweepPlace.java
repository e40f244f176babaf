package dev.eqm.cli.option;

import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.scoring.PictureFeatures;
import dev.eqm.run.sweep.SweepAxes;
import dev.eqm.run.sweep.SweepRequest;
import dev.eqm.run.sweep.SweepSamples;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What all settings of a sweep share.
 *
 * <p>{@code eqm sweep} alone has them. {@code --weights} is here and not in {@link ModelOptions},
 * because a sweep opens many checkpoints of one run, and takes the same average of each.
 */
public final class SweepPlace {
    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "500",
            description =
                    "Samples per setting, every class equally often; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed for noise and random draws; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Batch size; default: as configured.")
    private Integer batch;

    @Option(
            names = "--weights",
            paramLabel = "NAME",
            defaultValue = ModelChoice.AUTO,
            description =
                    "Which weights to use, like --weights of eqm sample: ema, model, "
                            + "another average of the run, or auto; default ${DEFAULT-VALUE}.")
    private String weights;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Output folder; default: the folder sweep inside the run.")
    private Path out;

    @Option(names = "--overwrite", description = "Starts again and replaces an existing sweep.")
    private boolean overwrite;

    @Mixin private Computing computing;

    /** Refuses what no run could make right. */
    public void check() {
        Usage.require(
                count >= SweepSamples.LEAST,
                "--count must be at least %s (two per group of the jackknife), got %s",
                SweepSamples.LEAST,
                count);
        Usage.requireAtLeastOne("--batch", batch);
    }

    /**
     * The sweep of a run.
     *
     * @param settings laid over the run's sampling
     */
    public SweepRequest request(
            RunFolder run, SweepAxes axes, List<String> settings, PictureFeatures features) {
        check();
        int atATime = batch == null ? SweepSamples.CONFIGURED_BATCH : batch;
        return new SweepRequest(
                run,
                axes,
                new SweepSamples(count, seed, atATime, weights, settings),
                features,
                computing.choice(),
                out == null ? run.path().resolve("sweep") : out,
                overwrite);
    }
}
