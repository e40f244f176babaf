package dev.eqm.run.scoring;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Tf32;
import dev.eqm.run.settings.FeatureChoice;
import dev.eqm.sample.evaluation.feature.Features;

/**
 * What scores look at.
 *
 * @param net which features
 * @param batch pictures that it sees at a time: a matter of memory and speed, not of results
 */
public record PictureFeatures(FeatureChoice net, int batch) {
    /** The built-in net where it fits. */
    public static final PictureFeatures DEFAULT = new PictureFeatures(FeatureChoice.AUTO, 64);

    public PictureFeatures {
        require(batch >= 1, "batch must be at least 1, got %s", batch);
    }

    /** Opens the net; the caller closes it. */
    public Features open(ImageShape pictures, Device device) {
        return net.open(pictures, device);
    }

    /**
     * From here on the process computes on that device, without TF32: features are float32
     * everywhere.
     *
     * @param name {@code cpu}, {@code cuda}, {@code cuda:N} or {@code auto}
     */
    public static Device computeOn(String name) {
        Device where = Backend.device(name);
        Tf32.use(false, where);
        return where;
    }
}
