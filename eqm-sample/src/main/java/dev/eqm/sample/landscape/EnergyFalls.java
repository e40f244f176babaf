package dev.eqm.sample.landscape;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Scope;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.StopRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Whether energies fall along gradient descent: how many steps went up, to the last bit of the
 * energies as they are computed.
 *
 * @param eta η
 * @param samples how many descended
 * @param steps updates of each that were looked at
 * @param rises updates after which the energy was higher, of samples · steps
 * @param rising samples that have one
 * @param largestRise the largest rise of an energy in one update; 0 if there is none
 * @param first mean energy of the start
 * @param last mean energy after the last update
 * @param finite false if a gradient or state stopped being finite, which ended the descent early
 */
public record EnergyFalls(
        double eta,
        int samples,
        int steps,
        int rises,
        int rising,
        double largestRise,
        double first,
        double last,
        boolean finite) {
    /**
     * Descends by x ← x − η∇E.
     *
     * @param field {@linkplain Field#knowsEnergy knows} its energy
     * @param start [N, C, H, W]; stays as it is
     * @param steps updates, at least 1
     * @throws IllegalArgumentException if not even the start has a finite energy and gradient
     */
    public static EnergyFalls of(Field field, NDArray start, double eta, int steps) {
        require(steps >= 1, "steps must be at least 1, got %s", steps);
        Watch watch = new Watch();
        // a step tells the energy where it began: one more step tells that of the last update
        Sampler sampler = new Sampler(new GradientDescent(eta), new StopRule.MaxSteps(steps + 1));
        try (Scope scope = Scope.open()) {
            SampleResult result = sampler.run(field, start, watch);
            return watch.told(eta, result.finished());
        }
    }

    private static final class Watch implements SampleListener {
        private final List<double[]> energies = new ArrayList<>();

        @Override
        public void stepped(int number, Step step, double[] norms) {
            energies.add(step.energies().clone());
        }

        @Override
        public boolean wantsEnergies() {
            return true;
        }

        EnergyFalls told(double eta, boolean finished) {
            require(!energies.isEmpty(), "the gradient of the start is not finite, eta %s", eta);
            int n = energies.get(0).length;
            int rises = 0;
            double largest = 0;
            BitSet rose = new BitSet(n);
            for (int k = 1; k < energies.size(); k++) {
                for (int i = 0; i < n; i++) {
                    double rise = energies.get(k)[i] - energies.get(k - 1)[i];
                    if (!(rise <= 0)) {
                        rises++;
                        rose.set(i);
                        largest = Math.max(largest, rise);
                    }
                }
            }
            int rising = rose.cardinality();
            int steps = energies.size() - 1;
            double first = Estimate.mean(energies.get(0)).value();
            double last = Estimate.mean(energies.get(steps)).value();
            return new EnergyFalls(eta, n, steps, rises, rising, largest, first, last, finished);
        }
    }
}
