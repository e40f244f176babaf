package dev.eqm.run.training;

import dev.eqm.run.overview.LittleLearned;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;

/**
 * Warns at the end of a run whose model has learned next to nothing: it explains no more than
 * {@link SinglePixels}, so that its samples are noise although all steps are done.
 */
final class LearnedLittle implements TrainListener {
    /** Steps whose mean is judged, or a tenth of a short run: single batches vary. */
    private static final long WINDOW = 100;

    private final RunContext run;
    private final long first; // step that is judged
    private double loss;
    private double zeroField;

    LearnedLittle(RunContext run) {
        this.run = run;
        long steps = run.config().train().steps();
        this.first = steps - Math.min(WINDOW, Math.max(1, steps / 10)) + 1;
    }

    @Override
    public void stepped(StepReport report, TrainState state) {
        if (report.step() >= first && report.finite()) {
            loss += report.loss();
            zeroField += report.zeroFieldLoss();
        }
    }

    /** A run that was stopped is not at its end, and one without a step here was judged before. */
    @Override
    public void ended(TrainResult result) {
        if (result.reason() != TrainResult.Reason.COMPLETED || zeroField == 0) {
            return;
        }
        double pixels = SinglePixels.explained(run.data(), run.config().loss().schedule());
        LittleLearned learned = new LittleLearned(1 - loss / zeroField, pixels);
        if (learned.holds()) {
            run.listener().warned(learned.warning());
        }
    }
}
