package dev.eqm.run.training;

import dev.eqm.core.device.Backend;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import java.util.Locale;

/** What a run says of itself. */
final class TrainText {
    private TrainText() {}

    /** What is trained on what, and where. */
    static String heading(RunContext run, TrainState state) {
        int lanes = run.lanes().count();
        return String.format(
                Locale.ROOT,
                "%s: %s, %,d parameters, %s on %s, %s",
                run.folder().path(),
                run.data().describe(),
                state.model().parameters().count(),
                run.config().operandsOn(run.device()),
                Backend.name(run.device()),
                lanes == 1 ? "1 lane" : lanes + " lanes");
    }

    /** What happened, what is left, and what to do. */
    static String exploded(TrainResult result) {
        return String.format(
                Locale.ROOT,
                "step %d: loss %s, gradient norm %s at learning rate %s; the last good loss was %.4f. "
                        + "Parameters were not touched and checkpoints are whole: resume with "
                        + "--set train.onBadStep=skip (and a larger train.badStepLimit) to leave such steps out, "
                        + "or start again under another name with a smaller optimizer.learningRate, "
                        + "a train.clipNorm, or float32",
                result.last().step(),
                result.last().loss(),
                result.last().gradientNorm(),
                result.last().rate(),
                result.lastGoodLoss());
    }
}
