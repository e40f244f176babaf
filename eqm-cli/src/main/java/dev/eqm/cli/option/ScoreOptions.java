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
 *
 * <p>{@code --memorisation} insists and fails where the check cannot be made, {@code
 * --no-memorisation} leaves it out, and without either it is made if no {@code --metrics} are named
 * and the run's data allow it. Hence a {@code Boolean} that may be null.
 */
@Group(OptionGroup.SCORES)
public final class ScoreOptions {
    @Option(
            names = "--metrics",
            split = ",",
            completionCandidates = MetricNames.class,
            converter = MetricNames.class,
            description =
                    "Any of ${COMPLETION-CANDIDATES}; default: all that the features and the "
                            + "reference allow. FMD is the Frechet distance with the built-in network "
                            + "fmnist28, FID that with other networks (called FID only for the FID Inception); "
                            + "agreement is the share of samples that the network assigns to their class.")
    private Set<Metric> metrics = new LinkedHashSet<>();

    @Option(
            names = "--groups",
            paramLabel = "N",
            defaultValue = "" + GroupedMoments.GROUPS,
            description =
                    "Groups of the jackknife for intervals; 1: no intervals; default ${DEFAULT-VALUE}.")
    private int groups;

    @Option(
            names = "--by-class",
            description =
                    "Also prints the Frechet distance and the class agreement of each class. "
                            + "Compares with the run's own data, so --reference cannot be given.")
    private boolean byClass;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the report as JSON.")
    private Path json;

    @Option(
            names = "--memorisation",
            negatable = true,
            description =
                    "Compares the distances of samples and of held-out images to the nearest training image, "
                            + "and how far images of one class lie apart (by pixels, for the first 2000 samples). "
                            + "Default: on if all scores are computed and the run's data have held-out images.")
    private Boolean memorisation;

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
    public EvaluationSettings settings(PictureFeatures features, Path reference, long seed) {
        return new EvaluationSettings(
                features,
                List.copyOf(metrics),
                groups,
                reference == null
                        ? new ReferenceChoice.OwnData()
                        : new ReferenceChoice.StatisticsFile(reference),
                memorisation(),
                seed,
                byClass);
    }

    /** Three answers of one flag. */
    private MemorisationWish memorisation() {
        if (memorisation == null) {
            return MemorisationWish.WITH_ALL_SCORES;
        }
        return memorisation ? MemorisationWish.REQUIRED : MemorisationWish.OFF;
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
