package dev.eqm.run.reproduce.measure;

import dev.eqm.run.RunListener;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.run.sampling.SamplingSetup;
import dev.eqm.run.scoring.RunImages;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import java.util.List;

/**
 * What is measured: a trained model, how it is sampled, and from which noise.
 *
 * @param found the model
 * @param sampling how samples are made
 * @param noise seed of the noise, and of every other draw
 * @param count samples
 * @param looks features and references, shared by all trials
 * @param listener hears how it goes
 */
public record Trial(
        FoundModel found,
        Sampling sampling,
        long noise,
        int count,
        Looks looks,
        RunListener listener) {
    /** The model on its device; the caller closes it. */
    public OpenRun open() {
        SamplingSetup setup =
                new SamplingSetup(
                        found,
                        sampling,
                        ComputeChoice.AS_CONFIGURED,
                        found.config().codec().resolved(found.channels()),
                        noise);
        return setup.open(listener);
    }

    /** Which samples: every label equally often, noise by index. */
    public NumberedRequests samples(OpenRun open) {
        return samples(open.network().classes());
    }

    private NumberedRequests samples(int classes) {
        List<Long> labels = Labels.balanced(Math.max(1, classes), count);
        return new NumberedRequests(labels, count, noise, sampling.batchSize());
    }

    /** The labels of all samples. */
    public long[] labels() {
        return samples(found.config().model().classes()).allLabels();
    }

    /** The images that the model learned, and others of the same kind. */
    public RunImages images() {
        return looks.images(found.config().data().source());
    }

    /** Network rows for an evaluation of the field. */
    public double rowsPerEvaluation() {
        return sampling.guidance().needsNullLabel() ? 2 : 1;
    }
}
