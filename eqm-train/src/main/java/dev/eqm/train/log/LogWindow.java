package dev.eqm.train.log;

import dev.eqm.train.step.GammaBins;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.StepTimes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    Map<String, Object> line(StepReport report, double seconds) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", report.step());
        line.put("loss", finiteOrNull(loss / steps));
        line.put("explainedVariance", finiteOrNull(1 - loss / zeroField));
        List<Object> bins = new ArrayList<>();
        for (double explained : byGamma.explainedVariance()) {
            bins.add(finiteOrNull(explained));
        }
        line.put("explainedVarianceByGamma", bins);
        line.put("gradientNorm", finiteOrNull(norm / steps));
        line.put("clipped", clipped);
        line.put("skipped", skipped);
        line.put("rate", report.rate());
        line.put("images", report.step() * report.images());
        line.put("seconds", seconds);
        Map<String, Object> parts = new LinkedHashMap<>(times.byName());
        parts.put("checkpoint", savingSeconds);
        line.put("times", parts);
        return line;
    }

    /** JSON has neither NaN nor infinity. */
    private static Object finiteOrNull(double value) {
        return Double.isFinite(value) ? (Object) value : null;
    }
}
