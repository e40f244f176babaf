package dev.eqm.run.scoring;

import ai.djl.Device;
import dev.eqm.core.testing.Hashed;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.RunListener;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run of the embedded images with an untrained network of a few thousand weights. */
final class TinyRun {
    private static final List<String> SETTINGS =
            List.of(
                    "name=tiny",
                    "device=cpu",
                    "precision=float32",
                    "lanes=1",
                    "ema.warmup=true",
                    "model.backbone.kind=custom",
                    "model.backbone.width=16",
                    "model.backbone.depth=1",
                    "model.backbone.heads=2",
                    "model.backbone.patchSize=7",
                    "model.backbone.mlpRatio=2",
                    "sampling.steps=2");

    private TinyRun() {}

    /** Makes the run in a folder, and finds its model. */
    static FoundModel in(Path folder, String... more) {
        List<String> settings = new ArrayList<>(SETTINGS);
        settings.addAll(List.of(more));
        RunConfig config = new ConfigReader(RunKinds.all()).read(RunConfig.DEFAULT, settings);
        new RunFolder(folder).writeConfig(config);
        new RunFolder(folder).writeClassNames(config.data().source().open().classNames());
        ModelArchitecture architecture = config.model().architecture();
        Path file = folder.resolve("model.safetensors");
        try (Parameters hashed =
                Parameters.of(
                        Device.cpu(),
                        architecture.specs(),
                        (arena, spec) ->
                                arena.of(
                                        Hashed.floats(
                                                (int) spec.size(), spec.name().hashCode(), 0.2),
                                        spec.shape().getShape()))) {
            ModelFile.write(file, architecture, hashed);
        }
        return ModelChoice.of(file).find(RunListener.SILENT);
    }
}
