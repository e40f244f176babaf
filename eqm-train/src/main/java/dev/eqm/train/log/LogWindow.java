package dev.eqm.train.log;

import dev.eqm.core.store.JsonObject;
import dev.eqm.train.step.GammaBins;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.StepTimes;
import java.util.ArrayList;
import java.util.List;

/** Sums over the steps since the last logged one; bad steps are counted, not summed. */
final class LogWindow {
    private double loss;
    private double zeroField;
    private double norm;
    private double savingSeconds;
    private GammaBins byGamma = GammaBins.empty();
    private StepTimes times = StepTimes.ZERO;
    private long steps;
    private long clipped;
    private long skipped;

    /** The time of a bad step counts, its loss and gradient do not. */
    void add(StepReport report) {
        times = times.plus(report.times());
        if (!report.finite()) {
            skipped++;
            return;
        }
        loss += report.loss();
        zeroField += report.zeroFieldLoss();
        byGamma = byGamma.plus(report.byGamma());
        norm += report.gradientNorm();
        clipped += report.clipped() ? 1 : 0;
        steps++;
    }

    /** Writing a checkpoint takes time that is in no step; it is logged beside the steps' parts. */
    void saved(double seconds) {
        savingSeconds += seconds;
    }

    /**
     * What is logged, in order: numbers, a list and a map of numbers. A mean over no step at all is
     * null.
     *
     * @param report of the newest step
     * @param seconds of training so far
     */
    JsonObject line(StepReport report, double seconds) {
        List<Object> bins = new ArrayList<>();
        for (double explained : byGamma.explainedVariance()) {
            bins.add(finiteOrNull(explained));
        }
        return JsonObject.of("step", report.step())
                .with("loss", finiteOrNull(loss / steps))
                .with("explainedVariance", finiteOrNull(1 - loss / zeroField))
                .with("explainedVarianceByGamma", bins)
                .with("gradientNorm", finiteOrNull(norm / steps))
                .with("clipped", clipped)
                .with("skipped", skipped)
                .with("rate", report.rate())
                .with("images", report.step() * report.images())
                .with("seconds", seconds)
                .with("times", JsonObject.of(times.byName()).with("checkpoint", savingSeconds));
    }

    /** JSON has neither NaN nor infinity. */
    private static Object finiteOrNull(double value) {
        return Double.isFinite(value) ? (Object) value : null;
    }
}
