package dev.eqm.run.reproduce.measure;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.scoring.LandscapeLook;
import dev.eqm.run.scoring.LandscapeRequest;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.StopRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The bound of gradient descent on an explicit energy: min ‖∇E‖² over K steps is at most 2(E₀ − inf
 * E)/(ηK) for η ≤ 1/L. Measured is the largest ratio of the left side to the right one over
 * descents from noise: above 1 the bound is broken.
 *
 * <p>L is the largest local Lipschitz constant that was found at images, noise and along a descent,
 * a lower bound of the field's; inf E is the lowest energy on the sample's own way, at least the
 * true one. Both make the test harder to pass than the statement.
 *
 * @param steps K
 * @param factors of η in 1/L
 * @param count states at which L is looked for
 */
public record DescentBound(int steps, List<Double> factors, int count) implements Measure {
    private static final int PATH = 5;
    private static final int PROBES = 2;

    public DescentBound {
        require(steps >= 1, "steps must be at least 1, got %s", steps);
        require(count >= 2, "count must be at least 2, got %s", count);
        require(!factors.isEmpty(), "factors must not be empty, got %s", factors);
        factors = List.copyOf(factors);
    }

    @Override
    public String title() {
        return "min ‖∇E‖² over its bound";
    }

    @Override
    public String places() {
        return "η·L";
    }

    @Override
    public Readings of(Trial trial) {
        Device device = trial.found().config().computeOn(null);
        LandscapeRequest request =
                new LandscapeRequest(count, PATH, PROBES, 1, List.of(), trial.noise());
        double l =
                LandscapeLook.at(trial.found(), device, request, trial.listener())
                        .safe()
                        .lipschitz();
        Map<String, Reading> all = new LinkedHashMap<>();
        Precision exact = Precision.FLOAT32;
        try (FieldModel model = ModelFile.read(trial.found().file(), exact, device)) {
            for (double factor : factors) {
                double eta = factor / l;
                all.put(
                        "" + factor,
                        Reading.of(ratio(model, trial, device, eta)).with("η", eta).with("L", l));
            }
        }
        return new Readings(all);
    }

    /** The smallest squared gradient norm and the energies of every sample. */
    private static final class Watch implements SampleListener {
        private double[] first = {};
        private double[] lowest = {};
        private double[] least = {};

        @Override
        public void stepped(int number, Step step, double[] norms) {
            double[] e = step.energies();
            if (number == 1) {
                first = e.clone();
                lowest = e.clone();
                least = Arrays.stream(norms).map(v -> v * v).toArray();
            }
            for (int i = 0; i < e.length; i++) {
                lowest[i] = Math.min(lowest[i], e[i]);
                least[i] = Math.min(least[i], norms[i] * norms[i]);
            }
        }

        @Override
        public boolean wantsEnergies() {
            return true;
        }
    }

    private double ratio(FieldModel model, Trial trial, Device device, double eta) {
        int n = Math.min(trial.count(), trial.sampling().batchSize());
        long[] labels = Arrays.copyOf(trial.labels(), n);
        long[] seeds = LongStream.range(0, n).map(i -> Seeds.derive(trial.noise(), i)).toArray();
        Watch watch = new Watch();
        // a step tells the energy where it began: one more tells that of the last update
        Sampler sampler = new Sampler(new GradientDescent(eta), new StopRule.MaxSteps(steps + 1));
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(device, "bound");
                FieldModel.Conditioned field = model.condition(labels, 0);
                Scope scope = Scope.open()) {
            require(field.knowsEnergy(), "the bound needs an explicit energy, got %s", "none");
            NDArray noise = Noise.normal(arena, seeds, model.sampleShape());
            sampler.run(field, noise, watch);
        }
        double largest = 0;
        for (int i = 0; i < n; i++) {
            double bound = 2 * (watch.first[i] - watch.lowest[i]) / (eta * steps);
            largest = Math.max(largest, bound > 0 ? watch.least[i] / bound : Double.MAX_VALUE);
        }
        return largest;
    }

    @Override
    public double evaluations(Sampling sampling, ModelArchitecture network, int samples) {
        int n = Math.min(samples, sampling.batchSize());
        return 3.0 * count * (PATH + 1) * 2 * (PROBES + 30) + 3.0 * factors.size() * n * steps;
    }
}
