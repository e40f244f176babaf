package dev.eqm.cli.bench;

import dev.eqm.run.UsageException;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.TrainStep;

/** One training step after the other, each from where the last one ended. */
final class TrainSteps implements Runnable {
    private final TrainStep step;
    private TrainState state;

    /** Begins at a state, which the steps change and whose owner closes it. */
    TrainSteps(TrainStep step, TrainState start) {
        this.step = step;
        this.state = start;
    }

    /** One step, as a variant of a comparison. */
    @Override
    public void run() {
        report();
    }

    /** One step, and what it says of itself. */
    StepReport report() {
        StepReport report = step.run(state);
        if (!report.finite()) {
            String loss = "the loss of step " + report.step() + " is " + report.loss();
            throw new UsageException(
                    loss + ": nothing to measure; choose a smaller optimizer.learningRate");
        }
        state = state.next();
        return report;
    }
}
