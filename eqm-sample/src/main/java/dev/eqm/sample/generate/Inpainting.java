package dev.eqm.sample.generate;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.Batch;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.sample.guidance.Conditioner;
import dev.eqm.sample.guidance.KeepKnown;
import dev.eqm.sample.guidance.Masked;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Sampler;
import java.util.Arrays;

/**
 * Descends with known pixels, which end as the image's own bits.
 *
 * @param sampler its rule moves the unknown pixels
 * @param images of every sample of the run, [count, C, H, W]
 * @param known [C, H, W], 1 on known pixels, 0 elsewhere
 * @param ramp as that of {@link KeepKnown}
 */
public record Inpainting(Sampler sampler, float[] images, float[] known, int ramp)
        implements Method {
    public Inpainting {
        requireGiven("sampler", sampler, "images", images, "known", known);
    }

    @Override
    public void requireFits(FieldModel model, Conditioner conditioner) {
        new DescendField(sampler).requireFits(model, conditioner);
        long size = model.sampleShape().size();
        if (known.length != size || images.length % size != 0) {
            throw new BrokenRuleException(
                    "a model of %s needs masks and images of %d numbers, got a mask of %d and images of %d"
                            .formatted(model.sampleShape(), size, known.length, images.length));
        }
        for (float k : known) {
            require(k == 0 || k == 1, "a mask must contain only 0 and 1, got %s", k);
        }
    }

    @Override
    public SampleResult run(
            FieldModel model, Conditioner conditioner, Batch batch, SampleListener listener) {
        NDArray x = batch.states();
        int n = batch.seeds().length;
        int from = batch.first() * known.length;
        try (Arena arena = Arena.open(x.getDevice(), "known pixels");
                Scope scope = Scope.open();
                Field field = conditioner.condition(model, batch.first(), batch.labels())) {
            long[] one = x.getShape().getShape().clone();
            one[0] = 1;
            NDArray mask = arena.hold(arena.of(known, one));
            float[] some = Arrays.copyOfRange(images, from, from + n * known.length);
            NDArray all = arena.hold(arena.of(some, x.getShape().getShape()));
            KeepKnown rule = new KeepKnown(sampler.rule(), all, mask, ramp);
            SampleResult result =
                    new Sampler(rule, sampler.schedule(), sampler.stop())
                            .run(new Masked(field, mask), x, batch.seeds(), listener);
            scope.keep(result.x());
            return result;
        }
    }

    @Override
    public int reports() {
        return sampler.stop().maximum();
    }
}
