package dev.eqm.run.sampling;

import dev.eqm.core.check.Words;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.RunListener;
import dev.eqm.run.overview.LittleLearned;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.OpenModel;
import dev.eqm.run.plan.StableStep;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.sample.generate.Sampling;
import java.util.Optional;

/**
 * A model and how it is sampled: what every request of this package begins with.
 *
 * @param model whose samples
 * @param sampling how they are made
 * @param compute where, and how precisely
 * @param codec what makes pictures of states; resolved, not {@code auto}
 * @param seed of the noise
 */
public record SamplingSetup(
        FoundModel model, Sampling sampling, ComputeChoice compute, CodecChoice codec, long seed) {
    /** As the configuration of the model's run says, seed 0. */
    public static SamplingSetup of(FoundModel model) {
        return new SamplingSetup(
                model,
                model.config().sampling(),
                ComputeChoice.AS_CONFIGURED,
                model.config().codec().resolved(model.channels()),
                0);
    }

    /** The same model, sampled otherwise. */
    public SamplingSetup with(Sampling other) {
        return new SamplingSetup(model, other, compute, codec, seed);
    }

    /** The same samples, made pictures of by another codec. */
    public SamplingSetup with(CodecChoice other) {
        return new SamplingSetup(model, sampling, compute, other, seed);
    }

    /** The same from other noise. */
    public SamplingSetup withSeed(long other) {
        return new SamplingSetup(model, sampling, compute, codec, other);
    }

    /** What reports say of it first. */
    JsonObject facts() {
        return JsonObject.of("sampling", Words.parts(sampling)).with("seed", seed);
    }

    /** Its step size beside the largest one with which samples settle. */
    StableStep stableStep() {
        return StableStep.of(sampling, model.architecture(), model.config().loss().schedule());
    }

    /** Whether samples follow a velocity to t = 1, rather than descend. */
    public boolean integrates() {
        return sampling.integrates(model.architecture());
    }

    /**
     * Reads the model and the codec; the caller closes.
     *
     * @throws dev.eqm.run.config.ConfigException if the codec's weights are not there; the model
     *     has not been read
     */
    public OpenRun open(RunListener listener) {
        codec.requireThere();
        StableStep step = stableStep();
        if (step.isTooLarge()) {
            listener.warned(step.warning());
        }
        Optional<String> little = model.run().flatMap(LittleLearned::warning);
        little.ifPresent(listener::warned);
        boolean saidAll = step.isTooLarge() || little.isPresent();
        RunListener ofNoise = saidAll ? RunListener.SILENT : listener;
        listener.progressed(Double.NaN, "reading the model");
        OpenModel open = OpenModel.of(model, compute);
        try {
            return new OpenRun(
                    this,
                    open,
                    codec.open(open.precision(), open.device()),
                    listener,
                    new NoiseWatch(model, sampling, ofNoise));
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }
}
