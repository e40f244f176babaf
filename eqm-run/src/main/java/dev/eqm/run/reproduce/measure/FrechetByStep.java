package dev.eqm.run.reproduce.measure;

import static dev.eqm.core.check.Check.require;

import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.run.sampling.SampleProgress;
import dev.eqm.run.sweep.StepCollectors;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationReport;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.output.DivergedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Fréchet distance of the states along one way of all samples, after several numbers of steps:
 * how early samples are clear.
 *
 * @param steps after which, ascending; those beyond the sampler's own are left out
 */
public record FrechetByStep(List<Integer> steps) implements Measure {
    public FrechetByStep {
        require(!steps.isEmpty(), "steps must not be empty, got %s", steps);
        for (int i = 0; i < steps.size(); i++) {
            int before = i == 0 ? 0 : steps.get(i - 1);
            require(steps.get(i) > before, "steps must be positive and ascend, got %s", steps);
        }
        steps = List.copyOf(steps);
    }

    @Override
    public String title() {
        return "Frechet distance";
    }

    @Override
    public String places() {
        return "steps";
    }

    @Override
    public Readings of(Trial trial) {
        Map<Integer, FeatureCollector> bySteps = new LinkedHashMap<>();
        try (OpenRun open = trial.open()) {
            FrechetLook look = FrechetMeasure.look(trial, open);
            Generation generation = open.generation(trial.samples(open));
            steps.stream()
                    .filter(s -> s <= trial.sampling().steps())
                    .forEach(s -> bySteps.put(s, look.collector()));
            StepCollectors sink =
                    new StepCollectors(open.codec(), open.network().sampleShape(), bySteps);
            Map<String, Reading> all = new LinkedHashMap<>();
            try {
                GenerationReport made =
                        generation.run(
                                open.network(),
                                List.of(sink),
                                new SampleProgress(trial.listener(), generation, 0));
                double calls = FrechetMeasure.calls(trial, made) / trial.sampling().steps();
                double seconds = made.seconds() / bySteps.size();
                bySteps.forEach(
                        (s, collector) ->
                                all.put(
                                        "" + s,
                                        look.of(collector)
                                                .with(Reading.CALLS, calls * s)
                                                .with(Reading.SECONDS, seconds)));
            } catch (DivergedException e) {
                trial.listener().found("the samples diverged: " + e.getMessage());
                bySteps.keySet().forEach(s -> all.put("" + s, Reading.diverged()));
            }
            return new Readings(all);
        } finally {
            bySteps.values().forEach(FeatureCollector::close);
        }
    }

    @Override
    public boolean hasFloor() {
        return true;
    }

    @Override
    public Optional<Readings> floor(Trial trial) {
        return new FrechetMeasure().floor(trial);
    }

    @Override
    public double evaluations(Sampling sampling, ModelArchitecture network, int samples) {
        return new FrechetMeasure().evaluations(sampling, network, samples);
    }
}
