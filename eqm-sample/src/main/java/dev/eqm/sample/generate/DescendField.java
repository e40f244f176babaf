package dev.eqm.sample.generate;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.data.Batch;
import dev.eqm.core.field.Field;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.sample.guidance.Conditioner;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Sampler;

/**
 * Descends the landscape of a network that sees no time.
 *
 * @param sampler how a batch descends
 */
public record DescendField(Sampler sampler) implements Method {
    public DescendField {
        requireGiven("sampler", sampler);
    }

    @Override
    public void requireFits(FieldModel model, Conditioner conditioner) {
        require(
                !model.timeConditional(),
                "the model takes time as an input, but %s is an update rule "
                        + "for models without time input: use an integrator",
                sampler.rule());
        if (sampler.rule().needsEnergy()) {
            try (Field one = conditioner.condition(model, 0, new long[] {0})) {
                sampler.requireFits(one);
            }
        }
    }

    @Override
    public SampleResult run(
            FieldModel model, Conditioner conditioner, Batch batch, SampleListener listener) {
        try (Field field = conditioner.condition(model, batch.first(), batch.labels())) {
            return sampler.run(field, batch.states(), batch.seeds(), listener);
        }
    }

    @Override
    public int reports() {
        return sampler.stop().maximum();
    }
}
