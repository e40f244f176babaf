package dev.eqm.run.training;

import ai.djl.Device;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.ranks.Ranks;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.WeightsInMemory;
import dev.eqm.run.RunListener;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.step.TrainState;
import java.util.Locale;

/**
 * What all that works on a run under way shares; who began the run closes the lanes.
 *
 * @param config with nothing left to the machine
 * @param data what the run learns
 * @param listener hears of what happens
 * @param ranks the processes that train it together
 */
record RunContext(
        RunConfig config,
        RunFolder folder,
        ImageSource data,
        Lanes lanes,
        Device device,
        RunListener listener,
        Ranks ranks) {
    /** What a resumed run must agree with its checkpoints in. */
    RunIdentity identity() {
        return config.identity().over(ranks.size());
    }

    /**
     * The network that is looked at, over weights that stay the state's: the averaged ones, or the
     * trained ones while the average still holds what it began with. It computes as {@code eqm
     * sample} does, so its pictures are the same; packing weights once costs less than it saves in
     * a few dozen steps.
     */
    FieldModel average(TrainState state) {
        Parameters weights = isFormed(state) ? state.average() : state.model().parameters();
        FieldModel network =
                config.model()
                        .architecture()
                        .forSampling(
                                config.fixedPrecision(),
                                device,
                                new WeightsInMemory(weights.borrowed()));
        return new LanedModel(network, lanes);
    }

    /** Said behind what was made of {@link #average}; nothing if it was the average. */
    String ofWhat(TrainState state) {
        if (isFormed(state)) {
            return "";
        }
        double left = config.ema().initialShare(state.count().updates());
        return String.format(
                Locale.ROOT,
                " (from the trained weights: %.0f %% of the average are still initial weights)",
                100 * left);
    }

    /** The averages of a warm start begin with good weights. */
    private boolean isFormed(TrainState state) {
        return config.isWarmStart() || config.ema().isFormed(state.count().updates());
    }
}
