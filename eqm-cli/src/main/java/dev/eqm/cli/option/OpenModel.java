package dev.eqm.cli.option;

import ai.djl.Device;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.sample.generate.Classes;
import java.util.List;

/**
 * A model on its device, computing in lanes; closing it closes both.
 *
 * @param classes what it can be asked for
 */
public record OpenModel(
        FieldModel network, Lanes lanes, Classes classes, Precision precision, Device device)
        implements AutoCloseable {
    /** Opens what was found. */
    public static OpenModel of(SampleModel.Found found, SampleWhere place) {
        return of(found, place.precision(), place.device(found));
    }

    /**
     * The same.
     *
     * @param wanted null: as configured
     */
    public static OpenModel of(SampleModel.Found found, Precision wanted, Device where) {
        Lanes lanes = Lanes.of(found.config().lanesOn(where));
        try {
            Precision how = found.precision(wanted, lanes, where);
            FieldModel network = new LanedModel(found.open(how, where), lanes);
            List<String> names =
                    SampleModel.runOf(found.file()).map(RunFolder::classNames).orElse(List.of());
            return new OpenModel(network, lanes, new Classes(network.classes(), names), how, where);
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
