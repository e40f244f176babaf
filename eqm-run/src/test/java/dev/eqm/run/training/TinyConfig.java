package dev.eqm.run.training;

import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** 6 steps of a network of a few hundred weights on the embedded images. */
final class TinyConfig {
    private static final List<String> SETTINGS =
            List.of(
                    "name=tiny",
                    "device=cpu",
                    "lanes=1",
                    "model.backbone={kind: custom, width: 8, depth: 1, heads: 2, patchSize: 14, mlpRatio: 1}",
                    "train.steps=6",
                    "ema.warmup=true",
                    "train.batchSize=4",
                    "train.logEvery=2",
                    "train.checkpointEvery=3",
                    "sampling.steps=2",
                    "preview={every: 3, count: 4, columns: 2}",
                    "tensorboard=false");

    private TinyConfig() {}

    /** With more settings, {@code a.b=v}. */
    static RunConfig in(Path runs, String... more) {
        List<String> all = new ArrayList<>(SETTINGS);
        all.add("runs=" + runs);
        all.addAll(List.of(more));
        return new ConfigReader(RunKinds.all()).read(RunConfig.DEFAULT, all);
    }
}
