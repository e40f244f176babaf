package dev.eqm.run.reproduce.measure;

import static dev.eqm.core.check.Check.require;

import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationReport;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import java.util.Arrays;
import java.util.List;

/**
 * Seconds for one batch of samples, the median of several after one that is not counted; network
 * calls stand beside it. Arms are measured in turn, seed by seed, so that other work on the machine
 * slows them alike.
 *
 * @param rounds how many are timed
 */
public record SamplingTime(int rounds) implements Measure {
    public SamplingTime {
        require(rounds >= 1, "rounds must be at least 1, got %s", rounds);
    }

    @Override
    public String title() {
        return "seconds for a batch";
    }

    @Override
    public Readings of(Trial trial) {
        try (OpenRun open = trial.open()) {
            List<Long> labels = Arrays.stream(trial.labels()).boxed().toList();
            int batch = trial.sampling().batchSize();
            NumberedRequests one = new NumberedRequests(labels, batch, trial.noise(), batch);
            Generation generation = open.generation(one);
            GenerationReport report = generation.run(open.network(), List.of()); // warms up
            double[] seconds = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                seconds[i] = generation.run(open.network(), List.of()).seconds();
            }
            Arrays.sort(seconds);
            double middle = (seconds[(rounds - 1) / 2] + seconds[rounds / 2]) / 2;
            return Readings.of(
                    Reading.of(middle).with(Reading.CALLS, FrechetMeasure.calls(trial, report)));
        }
    }

    @Override
    public double evaluations(Sampling sampling, ModelArchitecture network, int samples) {
        return new FrechetMeasure()
                .evaluations(sampling, network, (rounds + 1) * sampling.batchSize());
    }
}
