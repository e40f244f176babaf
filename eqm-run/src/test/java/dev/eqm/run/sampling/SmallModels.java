package dev.eqm.run.sampling;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.RunListener;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Model files of a few thousand weights for the images in the jar, and who listens. */
final class SmallModels {
    private SmallModels() {}

    /** A fresh network: it answers 0, so samples stay where they start. */
    static FoundModel fresh(Path folder, int size, boolean time) {
        SiTConfig config = new SiTConfig(size, 7, 1, 16, 1, 2, 2, 10, 0.1, false, time);
        Path file = folder.resolve("fresh-" + size + "-" + time + ".safetensors");
        try (SiT model = SiT.fresh(config, Precision.FLOAT32, Device.cpu(), 0)) {
            ModelFile.write(file, config, model.parameters());
        }
        return ModelChoice.of(file).find(RunListener.SILENT);
    }

    /** The model as its configuration says, in two steps, two samples at a time. */
    static SamplingSetup setup(FoundModel model) {
        return SamplingSetup.of(model)
                .with(model.config().sampling().withSteps(2).withBatchSize(2));
    }

    /** Keeps sentences; fails as if the power went off once a given state is heard of. */
    static final class Ears implements RunListener {
        final List<String> heard = new ArrayList<>();
        private final String dies;

        Ears(String dies) {
            this.dies = dies;
        }

        @Override
        public void found(String what) {
            heard.add(what);
        }

        @Override
        public void progressed(double fraction, String what) {
            if (what.startsWith(dies)) {
                throw new IllegalStateException("cut off");
            }
        }
    }
}
