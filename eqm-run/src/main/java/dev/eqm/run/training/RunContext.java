package dev.eqm.run.training;

import ai.djl.Device;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Lanes;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.run.RunListener;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.step.TrainState;

/**
 * What all that works on a run under way shares; who began the run closes the lanes.
 *
 * @param config with nothing left to the machine
 * @param data what the run learns
 * @param listener hears of what happens
 */
record RunContext(
        RunConfig config,
        RunFolder folder,
        ImageSource data,
        Lanes lanes,
        Device device,
        RunListener listener) {
    /** The network with the averaged weights of a state, which stay the state's. */
    FieldModel average(TrainState state) {
        return new LanedModel(
                config.model().architecture().over(config.fixedPrecision(), state.average()),
                lanes);
    }
}
