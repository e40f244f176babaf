package dev.eqm.run.settings;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.check.Setting;
import java.util.List;

/**
 * Scores of samples of the averaged weights, now and then while training runs, and at its end.
 *
 * @param every steps between evaluations; 0 for none at all
 * @param count samples, from the same noise each time
 * @param features as {@link FeatureChoice}; {@code auto}: fmnist28 for grey 28x28 images, else
 *     pixels
 * @param labels {@code balanced}: every class equally often; {@code uniform}: drawn from the run's
 *     seed
 * @param reference a file of {@code eqm stats}; {@code data}: the run's own images
 */
public record EvaluationConfig(
        long every, int count, String features, String labels, String reference) {
    /** No evaluations. */
    public static final EvaluationConfig DEFAULT =
            new EvaluationConfig(0, 500, "auto", "balanced", "data");

    private static final String OWN = "data";
    private static final int LEAST = 20;

    public EvaluationConfig {
        requireGiven("features", features, "labels", labels, "reference", reference);
        require(every >= 0, "every must not be negative, got %s", every);
        String least = "count must be at least %s, two samples per group of the jackknife; got %s";
        require(count >= LEAST, least, LEAST, count);
        boolean known = List.of("balanced", "uniform").contains(labels);
        require(known, "labels must be balanced or uniform, got %s", labels);
        String named =
                "reference must be a file written by "
                        + Setting.command("stats")
                        + " or %s, got nothing";
        require(!reference.isBlank(), named, OWN);
        new FeatureChoice(features); // which checks it
    }

    /** Whether there are evaluations. */
    public boolean isOn() {
        return every > 0;
    }

    /** Whether samples are compared with the run's own images. */
    public boolean comparesWithData() {
        return reference.equals(OWN);
    }
}
