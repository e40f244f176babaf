package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.console.OodText;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.OodScoreOptions;
import dev.eqm.cli.option.OodSetOptions;
import dev.eqm.cli.option.SampleWhere;
import dev.eqm.cli.option.Usage;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.scoring.OodDetection;
import dev.eqm.run.scoring.OodReport;
import dev.eqm.run.scoring.OodSets;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm ood}: an {@link OodDetection} of a found model, the paper's Table 8; prints its table
 * and writes ood.json, ood.png, ood.svg and, with {@code --csv}, ood.csv.
 *
 * <p>{@code --seed} chooses the noise, the images of each set and the resamples. Nothing here
 * decides what is out of distribution: the exit code is 0 however low the AUROC; 2 if the model has
 * not the score that was named.
 *
 * <p>The model is looked at in the configured precision, and by its unconditional landscape unless
 * {@code --label} names a class: what is out of distribution has no class.
 */
@Command(name = "ood")
public final class OodCommand extends ConsoleCommand {
    /** Coverage of the intervals, as in the help text of {@code --bootstrap}. */
    private static final double LEVEL = 0.95;

    @Mixin private ModelOptions model;
    @Mixin private SampleWhere place;
    @Mixin private OodSetOptions sets;
    @Mixin private OodScoreOptions scoring;

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            defaultValue = OodDetection.NULL,
            description =
                    "Whose landscape to use for all images: that of a class (number or name; a name that is a "
                            + "number in double quotes), or null for the unconditional one; default ${DEFAULT-VALUE}.")
    private String label;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Batch size; default: as configured for sampling.")
    private Integer batch;

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Bootstrap resamples for the 95 %% intervals; default ${DEFAULT-VALUE}.")
    private int resamples;

    @Option(names = "--csv", description = "Also writes the scores of every image to ood.csv.")
    private boolean csv;

    @Option(names = "--overwrite", description = "Replaces an existing report.")
    private boolean overwrite;

    /**
     * Everything that needs no model is checked first, then the folder, then scores are computed;
     * files are written last and together, so that a report is never half of one call and half of
     * another.
     */
    @Override
    protected void run(Console console) {
        Usage.requireAtLeastOne("--batch", batch);
        Bootstrap bootstrap = new Bootstrap(resamples, LEVEL, place.seed());
        OodSets images = sets.sets();
        List<String> names = scoring.names();
        Held held = new Held(console);
        FoundModel found = model.choice().find(held);
        Path folder = place.freeFolder(found, "ood.json", overwrite);
        OodReport report =
                held.with(
                        new OodDetection(
                                        found,
                                        place.compute(),
                                        label,
                                        batch == null
                                                ? found.config().sampling().batchSize()
                                                : batch,
                                        images,
                                        names,
                                        scoring.numbers(),
                                        bootstrap)
                                .run(held));
        OodText.print(report, console);
        console.results(report.write(folder, csv));
    }
}
