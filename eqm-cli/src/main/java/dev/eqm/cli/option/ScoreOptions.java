package dev.eqm.cli.option;

import dev.eqm.cli.command.score.EvaluationReport;
import dev.eqm.cli.console.Console;
import dev.eqm.run.UsageException;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.report.Metric;
import dev.eqm.sample.evaluation.report.Scoring;
import dev.eqm.sample.evaluation.statistics.Gaussian;
import dev.eqm.sample.evaluation.statistics.GroupedMoments;
import dev.eqm.sample.evaluation.statistics.Reference;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which scores, and where they are written. */
public final class ScoreOptions {
    private static final int SUBSETS = 100;
    private static final int SUBSET_SIZE = 1000;
    private static final int SPLITS = 10;

    @Option(
            names = "--metrics",
            split = ",",
            description =
                    "Of ${COMPLETION-CANDIDATES}; default: all that features and reference allow. FMD is"
                            + " the Frechet distance of the built-in net fmnist28, FID that of others"
                            + " (by that name of the FID Inception alone); agreement is the share of"
                            + " samples whose class the net names.")
    private Set<Metric> metrics = EnumSet.noneOf(Metric.class);

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
        if (groups < 1 || groups > 31) {
            throw new UsageException("--groups must lie in [1, 31], got " + groups);
        }
        EvaluationReport.requireFolder(json);
    }

    /**
     * The scores of so many pictures.
     *
     * @param labelled whether they carry labels of the net's classes
     */
    public Scoring scoring(Features net, Reference other, int count, boolean labelled, long seed) {
        Gaussian.requireEnough(count, net.spec().dimensions().get(FeatureKind.POOLED));
        Set<Metric> wanted =
                metrics.isEmpty() ? Scoring.possible(net.spec(), other, labelled) : metrics;
        if (wanted.isEmpty()) {
            throw new UsageException(
                    "features %s and reference %s have nothing in common: make the reference with the same --features"
                            .formatted(net.spec().name(), other.provenance().source()));
        }
        if (wanted.contains(Metric.IS) && count < SPLITS) {
            throw new UsageException(
                    "%s is the mean over %d splits and needs at least as many pictures, got %d: take more, or name other --metrics"
                            .formatted(Metric.IS, SPLITS, count));
        }
        Scoring scoring = new Scoring(wanted, groups, SUBSETS, SUBSET_SIZE, SPLITS, seed);
        scoring.requirePossible(net.spec(), other, labelled);
        return scoring;
    }

    /** Whether all scores are wanted that there are. */
    public boolean all() {
        return metrics.isEmpty();
    }

    /** Whether all features of a reference may be wanted, not their mean and covariance alone. */
    public boolean wantsTables() {
        return metrics.isEmpty() || metrics.stream().anyMatch(Metric::needsTable);
    }

    /** Prints the report, and writes it if asked to. */
    public void tell(Console console, EvaluationReport report) {
        report.print(console);
        if (json != null) {
            report.write(json);
            console.line("written to %s", json);
        }
    }
}
