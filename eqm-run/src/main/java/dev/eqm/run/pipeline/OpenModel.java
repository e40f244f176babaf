package dev.eqm.run.pipeline;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.sample.generate.Classes;

/**
 * A model on its device, computing in lanes; closing it closes both.
 *
 * @param classes what it can be asked for
 */
public record OpenModel(
        FieldModel network, Lanes lanes, Classes classes, Precision precision, Device device)
        implements AutoCloseable {
    /** Opens what was found where and as precisely as asked. */
    public static OpenModel of(FoundModel found, ComputeChoice compute) {
        requireGiven("found", found, "compute", compute);
        Device where = compute.computeOn(found.config());
        Lanes lanes = Lanes.of(found.config().lanesOn(where));
        try {
            Precision how = compute.precisionFor(found, where);
            FieldModel network = new LanedModel(found.open(how, where), lanes);
            return new OpenModel(network, lanes, found.classes(), how, where);
        } catch (RuntimeException e) {
            lanes.close();
            throw e;
        }
    }

    @Override
    public void close() {
        network.close();
        lanes.close();
    }
}
