package dev.eqm.sample.generate;

import ai.djl.ndarray.NDArray;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.Step;
import java.util.List;

/**
 * Tells sinks and listener what the loop tells about one batch.
 *
 * @param first index of the batch's first sample
 */
record BatchWatch(int first, List<? extends SampleSink> sinks, GenerationListener listener)
        implements SampleListener {
    @Override
    public void stepped(int number, Step step, double[] norms) {
        sinks.forEach(sink -> sink.stepped(first, number, step, norms));
        listener.stepped(first, number, step, norms);
    }

    @Override
    public void left(int[] rows, NDArray x) {
        sinks.forEach(sink -> sink.left(first, rows, x));
        listener.left(first, rows, x);
    }

    @Override
    public boolean wantsNorms(int number) {
        return listener.wantsNorms(number)
                || sinks.stream().anyMatch(sink -> sink.wantsNorms(number));
    }

    @Override
    public boolean wantsEnergies() {
        return sinks.stream().anyMatch(SampleSink::wantsEnergies);
    }
}
