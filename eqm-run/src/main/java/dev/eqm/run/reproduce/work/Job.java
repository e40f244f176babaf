package dev.eqm.run.reproduce.work;

import dev.eqm.core.check.Identity;
import dev.eqm.core.store.JsonObject;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.plan.FlopCount;
import dev.eqm.run.reproduce.item.Scale;
import dev.eqm.run.reproduce.measure.Measure;

/**
 * One measurement: of an arm, or of real images beside it.
 *
 * @param bound which model, and how it is sampled
 * @param floor true: of real images
 * @param noise seed of all draws
 * @param count samples
 * @param key a hash of all that decides about the result
 */
public record Job(Bound bound, Measure measure, boolean floor, long noise, int count, String key) {
    /** With its key. */
    static Job of(Bound bound, Measure measure, boolean floor, long noise, int count, Scale scale) {
        String named = "UpdateRule.named(\"mine\", rule)";
        JsonObject facts =
                JsonObject.of("numbers", Keys.NUMBERS)
                        .with("measure", measure.toString())
                        .with("floor", floor)
                        .with("noise", noise)
                        .with("count", count)
                        .with("features", scale.features())
                        .with("reference", scale.reference());
        if (floor) {
            // real images know nothing of networks and samplers
            facts.with("data", bound.training().data())
                    .with("source", bound.training().config().data().source().toString())
                    .with("classes", bound.training().config().model().classes());
        } else {
            String how = bound.sampling().withBatchSize(1).toString();
            facts.with("training", bound.training().key())
                    .with("field", bound.field().toString())
                    .with("sampling", Identity.require("sampling", how, named));
        }
        return new Job(bound, measure, floor, noise, count, Keys.of(facts));
    }

    /** What it multiplies, an estimate. */
    double flops() {
        if (floor) {
            return 0;
        }
        ModelArchitecture network = bound.training().config().model().architecture();
        double passes = bound.training().config().model().energy().isExplicit() ? 2 : 1;
        return passes
                * measure.evaluations(bound.sampling(), network, count)
                * FlopCount.of(bound.training().config()).forward();
    }
}
