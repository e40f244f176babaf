package dev.eqm.run.training;

import ai.djl.Device;
import dev.eqm.core.check.Setting;
import dev.eqm.core.device.Backend;
import dev.eqm.core.ranks.Ranks;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.RunListener;
import dev.eqm.run.plan.StableStep;
import dev.eqm.run.settings.AutomaticPrecision;
import dev.eqm.run.settings.PrecisionChoice;
import dev.eqm.run.settings.RunConfig;
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
                "%s: %s, %,d parameters, %s on %s, %s%s",
                run.folder().path(),
                run.data().describe(),
                state.model().parameters().count(),
                run.config().operandsOn(run.device()),
                Backend.name(run.device()),
                lanes == 1 ? "1 lane" : lanes + " lanes",
                ranks(run.ranks()));
    }

    private static String ranks(Ranks ranks) {
        return ranks.size() == 1 ? "" : ", rank " + ranks.rank() + " of " + ranks.size();
    }

    /** What a configuration leaves to the machine, and what of it may disappoint at the end. */
    static void advise(RunConfig config, Device device, RunListener listener) {
        ModelArchitecture network = config.model().architecture();
        long updates = config.train().steps();
        if (!config.isWarmStart() && !config.ema().isFormed(updates)) {
            listener.warned(
                    String.format(
                            Locale.ROOT,
                            "after %1$d steps, initial weights still make up %4$.0f %% of the average (EMA; ema.decay %2$s, warmup"
                                    + " %3$s), so samples use the trained weights instead; "
                                    + "train longer, set ema.warmup: true, or choose a smaller ema.decay",
                            updates,
                            config.ema().decay(),
                            config.ema().warmup(),
                            100 * config.ema().initialShare(updates)));
        }
        StableStep step = StableStep.of(config.sampling(), network, config.loss().schedule());
        if (step.isTooLarge()) {
            listener.warned("sampling: " + step.warning());
        }
        if (config.precision() == PrecisionChoice.AUTO) {
            listener.found(AutomaticPrecision.of(network, device).told());
        }
    }

    /**
     * What happened, what is left, and what to do.
     *
     * @param saved whether there is a checkpoint
     */
    static String exploded(TrainResult result, boolean saved) {
        String resume =
                saved
                        ? "Parameters and checkpoints are intact: resume with "
                                + Setting.key("train.onBadStep", "skip")
                                + " (and a "
                                + "larger train.badStepLimit) to skip such steps, or start again under another name"
                        : "No checkpoint has been written yet: start again under another name";
        double good = result.lastGoodLoss();
        return String.format(
                Locale.ROOT,
                "step %d: loss %s, gradient norm %s at learning rate %s; %s. %s with a smaller"
                        + " optimizer.learningRate, a train.clipNorm, or float32",
                result.last().step(),
                result.last().loss(),
                result.last().gradientNorm(),
                result.last().rate(),
                Double.isNaN(good)
                        ? "no earlier step was good"
                        : String.format(Locale.ROOT, "the last good loss was %.4f", good),
                resume);
    }
}
