package dev.eqm.cli.option;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.EvaluationText;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.Target;
import dev.eqm.run.scoring.EvaluationReport;
import dev.eqm.run.scoring.EvaluationSettings;
import dev.eqm.run.scoring.MemorisationWish;
import dev.eqm.run.scoring.PictureFeatures;
import dev.eqm.run.scoring.ReferenceChoice;
import dev.eqm.sample.evaluation.score.Metric;
import dev.eqm.sample.evaluation.statistics.GroupedMoments;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * Which scores, and where they are written.
 *
 * <p>{@code eqm evaluate} alone has them. No {@code --metrics} means all that features and
 * reference allow; what is named and impossible is an error. The jackknife leaves out one group at
 * a time, so intervals need at least two groups.
 */
public final class ScoreOptions {
    @Option(
            names = "--metrics",
            split = ",",
            completionCandidates = MetricNames.class,
            converter = MetricNames.class,
            description =
                    "Of ${COMPLETION-CANDIDATES}; default: all that features and reference allow. FMD is"
                            + " the Frechet distance of the built-in net fmnist28, FID that of others"
                            + " (by that name of the FID Inception alone); agreement is the share of"
                            + " samples whose class the net names.")
    private Set<Metric> metrics = new LinkedHashSet<>();

    @Option(
            names = "--groups",
            paramLabel = "N",
            defaultValue = "" + GroupedMoments.GROUPS,
            description = "Of the jackknife behind intervals; 1: none; default ${DEFAULT-VALUE}.")
    private int groups;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the report as JSON.")
    private Path json;

    /** Checks what can be checked before any work. */
    public void check() {
        Usage.require(groups >= 1 && groups <= 31, "--groups must lie in [1, 31], got %s", groups);
        if (json != null) {
            Target.report(json);
        }
    }

    /**
     * How pictures are scored.
     *
     * @param reference a file, or null for the data of the run
     */
    public EvaluationSettings settings(
            PictureFeatures features, Path reference, MemorisationWish memorisation, long seed) {
        return new EvaluationSettings(
                features,
                List.copyOf(metrics),
                groups,
                reference == null
                        ? new ReferenceChoice.OwnData()
                        : new ReferenceChoice.StatisticsFile(reference),
                memorisation,
                seed);
    }

    /** Prints the report, and writes it if asked to. */
    public void tell(Console console, EvaluationReport report) {
        EvaluationText.print(report, console);
        if (json != null) {
            JsonFile.write(json, report.toJson());
            console.written(json);
        }
    }
}
