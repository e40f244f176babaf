package dev.eqm.run.reproduce.measure;

import ai.djl.Device;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.run.RunListener;
import dev.eqm.run.reproduce.item.Scale;
import dev.eqm.run.scoring.RunImages;
import dev.eqm.run.settings.FeatureChoice;
import dev.eqm.run.settings.ImageData;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.statistics.Reference;
import dev.eqm.sample.evaluation.statistics.ReferenceFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The nets and references of a scale, each opened once for all trials of the process. Of one
 * thread.
 */
public final class Looks implements AutoCloseable {
    private static final int BATCH = 64;

    private final Scale scale;
    private final RunListener listener;
    private final Map<ImageData, RunImages> images = new HashMap<>();
    private final Map<ImageShape, Features> nets = new HashMap<>();
    private final Map<ImageData, Reference> references = new HashMap<>();

    /** Nothing opened yet. */
    public Looks(Scale scale, RunListener listener) {
        this.scale = scale;
        this.listener = listener;
    }

    /** The images of a configuration. */
    public RunImages images(ImageData data) {
        return images.computeIfAbsent(data, RunImages::of);
    }

    /** What distances of pictures look at. */
    public FrechetLook look(ImageData data, ImageShape pictures, Device device) {
        Features net =
                nets.computeIfAbsent(
                        pictures, s -> new FeatureChoice(scale.features()).open(s, device));
        Reference reference = references.get(data);
        if (reference == null) {
            reference =
                    scale.reference().equals(Scale.DATA)
                            ? images(data).reference(net, false, BATCH, device, listener)
                            : ReferenceFile.read(Path.of(scale.reference()));
            references.put(data, reference);
        }
        ImageSource learned = images(data).learned();
        return new FrechetLook(net, reference, net.knows(learned.classNames()), device);
    }

    @Override
    public void close() {
        nets.values().forEach(Features::close);
    }
}
