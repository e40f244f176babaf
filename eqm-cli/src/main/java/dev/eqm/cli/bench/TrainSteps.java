package dev.eqm.cli.bench;

import dev.eqm.run.UsageException;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.TrainStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One training step after the other, each from where the last one ended, as a variant of a
 * comparison; with the times that the steps report of themselves.
 */
final class TrainSteps implements Runnable {
    private final TrainStep step;
    private final Map<String, List<Double>> times = new LinkedHashMap<>(); // by part, one a step
    private TrainState state;

    /** Begins at a state, which the steps change and whose owner closes it. */
    TrainSteps(TrainStep step, TrainState start) {
        this.step = step;
        this.state = start;
    }

    @Override
    public void run() {
        long begin = System.nanoTime();
        StepReport report = step.run(state);
        double wall = (System.nanoTime() - begin) * 1e-9;
        if (!report.finite()) {
            String loss = "the loss of step " + report.step() + " is " + report.loss();
            throw new UsageException(
                    loss + ": nothing to measure; choose a smaller optimizer.learningRate");
        }
        state = state.next();
        report.times().byName().forEach(this::note);
        note("scopes", Math.max(0, wall - report.times().total())); // what no part accounts for
    }

    private void note(String part, double seconds) {
        times.computeIfAbsent(part, p -> new ArrayList<>()).add(seconds);
    }

    /** Seconds by part in the last rounds: what came before was the warm-up. */
    Map<String, Quartiles> parts(int rounds) {
        Map<String, Quartiles> all = new LinkedHashMap<>();
        times.forEach(
                (name, list) -> {
                    int size = list.size();
                    all.put(name, Quartiles.of(list.subList(size - rounds, size)));
                });
        return all;
    }
}
