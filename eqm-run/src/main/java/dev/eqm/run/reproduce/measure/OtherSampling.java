package dev.eqm.run.reproduce.measure;

import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.run.sampling.SamplingKeys;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Sampling;
import java.util.List;

/**
 * The largest difference of a number of a sample from the same sample made otherwise: 0 if both
 * ways of sampling are one.
 *
 * @param other settings of the other way, laid over the arm's
 */
public record OtherSampling(List<String> other) implements Measure {
    public OtherSampling {
        other = List.copyOf(other);
    }

    @Override
    public String title() {
        return "largest difference";
    }

    @Override
    public Readings of(Trial trial) {
        Sampling otherwise = SamplingKeys.over(trial.sampling(), other);
        try (OpenRun open = trial.open()) {
            float[] one = open.states(open.generation(trial.samples(open)));
            Generation second =
                    Generation.of(open.network().architecture(), otherwise, trial.samples(open));
            float[] two = open.states(second);
            double largest = 0;
            double sum = 0;
            for (int i = 0; i < one.length; i++) {
                double gap = Math.abs((double) one[i] - two[i]);
                largest = Math.max(largest, gap);
                sum += gap;
            }
            return Readings.of(
                    Reading.of(largest).with("mean difference", sum / Math.max(1, one.length)));
        }
    }

    @Override
    public double evaluations(Sampling sampling, ModelArchitecture network, int samples) {
        return 2 * new FrechetMeasure().evaluations(sampling, network, samples);
    }
}
