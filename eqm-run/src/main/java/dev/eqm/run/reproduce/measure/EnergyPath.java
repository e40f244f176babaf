package dev.eqm.run.reproduce.measure;

import static dev.eqm.core.check.Check.require;

import dev.eqm.run.sampling.OpenRun;
import dev.eqm.run.sampling.SampleProgress;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.output.SampleBatch;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.sampler.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The mean explicit energy along sampling, with its quartiles, and the share of updates so far
 * after which the energy of a sample was higher than before.
 *
 * @param points so many, evenly over the steps
 */
public record EnergyPath(int points) implements Measure {
    /** The share of updates after which the energy was higher. */
    public static final String RISES = "share of rises";

    public EnergyPath {
        require(points >= 2, "points must be at least 2, got %s", points);
    }

    @Override
    public String title() {
        return "mean energy";
    }

    @Override
    public String places() {
        return "steps";
    }

    /** Energies where each step began, of all samples in order. */
    private static final class Watch implements SampleSink {
        private final Map<Integer, List<double[]>> byStep = new TreeMap<>();

        @Override
        public void stepped(int first, int number, Step step, double[] norms) {
            require(step.energies().length > 0, "energies need an explicit energy, got %s", "none");
            byStep.computeIfAbsent(number, k -> new ArrayList<>()).add(step.energies().clone());
        }

        @Override
        public boolean wantsEnergies() {
            return true;
        }

        @Override
        public void accept(SampleBatch batch) {} // the steps have told all

        double[] at(int number) {
            return byStep.get(number).stream().flatMapToDouble(Arrays::stream).toArray();
        }
    }

    @Override
    public Readings of(Trial trial) {
        Watch watch = new Watch();
        try (OpenRun open = trial.open()) {
            Generation generation = open.generation(trial.samples(open));
            generation.run(
                    open.network(),
                    List.of(watch),
                    new SampleProgress(trial.listener(), generation, 0));
        } catch (DivergedException e) {
            trial.listener().found("the samples diverged: " + e.getMessage());
            return Readings.of(Reading.diverged());
        }
        Map<String, Reading> all = new LinkedHashMap<>();
        int last = watch.byStep.size();
        double[] before = watch.at(1);
        long rises = 0;
        long updates = 0;
        for (int k = 1; k <= last; k++) {
            double[] now = watch.at(k);
            for (int i = 0; i < now.length && k > 1; i++) {
                rises += now[i] > before[i] ? 1 : 0;
                updates++;
            }
            before = now;
            if (isShown(k, last)) {
                double share = updates == 0 ? 0 : rises / (double) updates;
                // updates of one sample are not independent: as many as there are samples
                all.put("" + (k - 1), reading(now).withShare(RISES, share, now.length));
            }
        }
        return new Readings(all);
    }

    private boolean isShown(int k, int last) {
        if (last <= points) {
            return true;
        }
        long here = Math.round((k - 1.0) * (points - 1) / (last - 1));
        return k == 1 || here > Math.round((k - 2.0) * (points - 1) / (last - 1));
    }

    private static Reading reading(double[] energies) {
        double[] sorted = energies.clone();
        Arrays.sort(sorted);
        return Groups.mean(energies)
                .with("lower quartile", Bootstrap.quantile(sorted, 0.25))
                .with("upper quartile", Bootstrap.quantile(sorted, 0.75));
    }
}
