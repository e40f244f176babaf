package dev.eqm.cli.option;

import dev.eqm.core.data.ImageSource;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.schedule.GradientSchedules;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.UsageException;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.evaluation.ood.ExplicitEnergy;
import dev.eqm.sample.evaluation.ood.GradientNorm;
import dev.eqm.sample.evaluation.ood.LineIntegralEnergy;
import dev.eqm.sample.evaluation.ood.OneStepResidual;
import dev.eqm.sample.evaluation.ood.OodScore;
import dev.eqm.sample.evaluation.ood.OodScorer;
import dev.eqm.sample.evaluation.ood.Reference;
import dev.eqm.sample.evaluation.ood.StepsToConverge;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Which scores, and the numbers that they take. */
public final class OodScoring {
    /** By the names of the scores. */
    public enum Kind {
        ENERGY,
        GRADIENT_NORM,
        RESIDUAL,
        LINE_INTEGRAL,
        STEPS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Where line integrals begin. */
    public enum Start {
        ZERO,
        MEAN,
        NOISE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--scores",
            paramLabel = "NAME",
            split = ",",
            description =
                    "energy (explicit energies alone), gradient-norm, residual (gradient norm after"
                            + " one step), line-integral (work from a reference point), steps (until"
                            + " the gradient norm is below --g-min); default: all that the model"
                            + " has.")
    private List<Kind> kinds;

    @Option(
            names = "--eta",
            paramLabel = "ETA",
            description =
                    "Step size of residual and steps; default: the step that leads from near data"
                            + " to data, (1 - a) / lambda for truncated decay.")
    private Double eta;

    @Option(
            names = "--reference",
            defaultValue = "zero",
            description =
                    "Of line-integral: zero (grey), mean (of the images in distribution) or noise;"
                            + " default ${DEFAULT-VALUE}.")
    private Start start;

    @Option(
            names = "--nodes",
            paramLabel = "K",
            defaultValue = "8",
            description = "Of line-integral: evaluations on the way; default ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(
            names = "--g-min",
            paramLabel = "G",
            description =
                    "Of steps; default: the gradient norm that "
                            + CONVERGED_PERCENT
                            + " %% of the images in distribution have at most.")
    private Double gMin;

    @Option(
            names = "--max-steps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Of steps: the most; default ${DEFAULT-VALUE}.")
    private int most;

    private static final int CONVERGED_PERCENT = 95;

    /** The scores that were asked for, or all that the model has. */
    public List<OodScore> of(OodScorer scorer, RunConfig config, ImageSource in, long seed) {
        List<Kind> wanted = kinds == null ? applicable(scorer.model()) : kinds;
        if (wanted.stream().distinct().count() < wanted.size()) {
            throw new UsageException("--scores names one twice: " + wanted);
        }
        List<OodScore> scores = new ArrayList<>();
        for (Kind kind : wanted) {
            scores.add(
                    switch (kind) {
                        case ENERGY -> new ExplicitEnergy();
                        case GRADIENT_NORM -> new GradientNorm();
                        case RESIDUAL -> residual(config.loss());
                        case LINE_INTEGRAL -> lineIntegral(scorer.model(), in, seed);
                        case STEPS -> steps(scorer, config.loss(), in);
                    });
        }
        scorer.requireFits(scores, in);
        return scores;
    }

    private static List<Kind> applicable(FieldModel model) {
        List<Kind> all = new ArrayList<>(List.of(Kind.values()));
        try (FieldModel.Conditioned field = model.condition(new long[] {0})) {
            new ExplicitEnergy().requireFits(field);
        } catch (IllegalArgumentException e) {
            all.remove(Kind.ENERGY);
        }
        return all;
    }

    private OneStepResidual residual(Loss loss) {
        if (eta != null) {
            return new OneStepResidual(eta);
        }
        if (GradientSchedules.vanishesAtData(loss.schedule())) {
            return OneStepResidual.newton(loss.schedule());
        }
        throw new UsageException(
                "--eta is needed: the run's loss " + loss + " has no schedule to take a step from");
    }

    private LineIntegralEnergy lineIntegral(FieldModel model, ImageSource in, long seed) {
        Reference reference =
                switch (start) {
                    case ZERO -> Reference.zero(model.sampleShape());
                    case MEAN -> Reference.mean(in);
                    case NOISE -> Reference.noise(model.sampleShape(), seed);
                };
        return new LineIntegralEnergy(reference, nodes);
    }

    private StepsToConverge steps(OodScorer scorer, Loss loss, ImageSource in) {
        double least = gMin == null ? converged(scorer, in) : gMin;
        return new StepsToConverge(
                new Sampler(
                        new GradientDescent(residual(loss).eta()),
                        new StopRule.GradientBelow(least, most)));
    }

    /** A gradient norm that nearly all images of the set are below: what a field does at data. */
    private static double converged(OodScorer scorer, ImageSource in) {
        double[] norms = scorer.score(List.of(new GradientNorm()), in, done -> {})[0];
        Arrays.sort(norms);
        return norms[(norms.length - 1) * CONVERGED_PERCENT / 100];
    }
}
