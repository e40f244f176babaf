package dev.eqm.run.sweep;

import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.Map;

/**
 * What a setting gave.
 *
 * @param weights SHA-256 of the weights' file
 * @param distance Fréchet, with its interval; not a number if the samples diverged
 * @param agreement share of samples whose class the net names; not a number if it knows none
 * @param seconds of sampling for the whole trajectory up to here
 */
public record SweepResult(
        SweepPoint point, String weights, Estimate distance, double agreement, double seconds) {
    /** For samples that left all bounds. */
    public static SweepResult diverged(SweepPoint point, String weights) {
        return new SweepResult(
                point, weights, Estimate.without(Double.NaN), Double.NaN, Double.NaN);
    }

    /** Whether there are no samples. */
    public boolean diverged() {
        return Double.isNaN(distance.value());
    }

    /** As JSON; null for what is not a number. */
    public JsonObject toJson() {
        return point.toJson()
                .with("weights", weights)
                .with("distance", JsonFile.finite(distance.value()))
                .with("low", JsonFile.finite(distance.low()))
                .with("high", JsonFile.finite(distance.high()))
                .with("interval", distance.method())
                .with("agreement", JsonFile.finite(agreement))
                .with("seconds", JsonFile.finite(seconds));
    }

    /** The result that {@link #toJson} wrote; null is not a number again. */
    public static SweepResult of(Map<?, ?> json) {
        return new SweepResult(
                SweepPoint.of(json),
                (String) json.get("weights"),
                new Estimate(
                        number(json.get("distance")),
                        number(json.get("low")),
                        number(json.get("high")),
                        (String) json.get("interval")),
                number(json.get("agreement")),
                number(json.get("seconds")));
    }

    private static double number(Object value) {
        return value instanceof Number n ? n.doubleValue() : Double.NaN;
    }
}
