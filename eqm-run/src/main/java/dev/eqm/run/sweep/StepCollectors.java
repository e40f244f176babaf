package dev.eqm.run.sweep;

import ai.djl.ndarray.types.Shape;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.PictureBatch;
import dev.eqm.sample.output.SampleBatch;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.sampler.Step;
import java.util.Map;

/**
 * Looks at samples after several numbers of steps on their way: a collector for each. No sample may
 * leave early.
 */
public final class StepCollectors implements SampleSink {
    private final Map<Integer, FeatureCollector> bySteps;
    private final Decoder decoder;
    private long[] labels = {};

    /**
     * Nothing seen yet.
     *
     * @param stateShape of one sample, [C, H, W]
     * @param bySteps stay the caller's
     */
    public StepCollectors(Codec codec, Shape stateShape, Map<Integer, FeatureCollector> bySteps) {
        this.decoder = Decoder.of(codec, stateShape);
        this.bySteps = bySteps;
    }

    @Override
    public void begin(SampleBatch noise) {
        labels = noise.labels();
    }

    @Override
    public void stepped(int first, int number, Step step, double[] norms) {
        FeatureCollector collector = bySteps.get(number);
        if (collector == null) {
            return;
        }
        if (step.rows().length != labels.length) {
            throw new IllegalStateException("samples finished before step " + number);
        }
        byte[] pixels = decoder.pixels(step.x());
        collector.accept(new PictureBatch(first, labels, decoder.shape(), pixels));
    }

    @Override
    public void accept(SampleBatch batch) {} // the last step has come like the others
}
