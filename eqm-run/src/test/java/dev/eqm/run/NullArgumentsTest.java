package dev.eqm.run;

import static dev.eqm.core.testing.Nulls.of;

import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.Picture;
import dev.eqm.core.testing.Nulls;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.ModelPlace;
import dev.eqm.run.settings.Backbone;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.ImageData;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.Training;
import dev.eqm.sample.guidance.Composition;
import dev.eqm.train.step.TrainListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a Java program calls in eqm-run names the argument that is null. */
class NullArgumentsTest {
    @TempDir private Path runs;

    static Stream<Nulls> calls() {
        RunConfig config = RunConfig.DEFAULT;
        ImageSource images = FashionMnist.embedded();
        Backbone backbone = new Backbone.Preset("Nano/4");
        Training training = Training.of(config);
        ModelChoice choice = ModelChoice.of(Path.of("none"));
        PipelineBuilder builder = Pipeline.from(choice);
        return Stream.of(
                of("name", () -> config.withName(null)),
                of("runs", () -> config.withRuns(null)),
                of("device", () -> config.withDevice(null)),
                of("precision", () -> config.withPrecision(null)),
                of("source", () -> config.withData(null)),
                of("model", () -> config.withModel(null)),
                of("backbone", () -> config.withNetwork(null, images)),
                of("images", () -> config.withNetwork(backbone, null)),
                of("loss", () -> config.withLoss(null)),
                of("optimizer", () -> config.withOptimizer(null)),
                of("ema", () -> config.withEma(null)),
                of("train", () -> config.withTrain(null)),
                of("sampling", () -> config.withSampling(null)),
                of("preview", () -> config.withPreview(null)),
                of("warmStart", () -> config.startingFrom(null)),
                of("settings", () -> config.with((String[]) null)),
                of("settings", () -> config.with((String) null)),
                of("yaml", () -> RunConfig.read(null)),
                of("config", () -> Training.of(null)),
                of("config", () -> Training.fresh(null)),
                of("config", () -> Training.resumed(null)),
                of("images", () -> training.on(null)),
                of("listener", () -> training.listen((RunListener) null)),
                of("listener", () -> training.listen((TrainListener) null)),
                of("other", () -> training.preview(null)),
                of("path", () -> Pipeline.open(null)),
                of("path", () -> Pipeline.from((Path) null)),
                of("model", () -> Pipeline.from((ModelChoice) null)),
                of("path", () -> ModelChoice.of((Path) null)),
                of("place", () -> ModelChoice.of((ModelPlace) null)),
                of("name", () -> builder.device(null)),
                of("precision", () -> builder.precision(null)),
                of("name", () -> builder.weights(null)),
                of("name", () -> builder.sampler(null)),
                of("settings", () -> builder.set((String[]) null)),
                of("change", () -> builder.sampling(null)),
                of("other", () -> builder.codec(null)),
                of("architecture", () -> builder.network(null)),
                of("other", () -> builder.listener(null)));
    }

    /** Records of configurations and of how a model is opened. */
    static Stream<Nulls> components() {
        RunConfig config = RunConfig.DEFAULT;
        Stream<Record> examples =
                Stream.of(
                                Backbone.examples().values().stream(),
                                CodecChoice.examples().values().stream(),
                                ImageData.examples().values().stream(),
                                Stream.of(config, config.data(), config.model()),
                                Stream.of(config.evaluation(), config.train(), config.sampling()),
                                Stream.of(
                                        new ModelPlace.Run(Path.of("a")),
                                        new ModelPlace.Checkpoint(Path.of("a")),
                                        new ModelPlace.NewestRun(Path.of("a")),
                                        ModelChoice.of(Path.of("a")),
                                        ComputeChoice.AS_CONFIGURED,
                                        Pipeline.from(ModelChoice.of(Path.of("a")))))
                        .flatMap(s -> s)
                        .filter(Record.class::isInstance)
                        .map(Record.class::cast);
        return examples.flatMap(Nulls::components);
    }

    @ParameterizedTest
    @MethodSource({"calls", "components"})
    void isNamed(Nulls call) {
        call.assertRefused();
    }

    @Test
    void aPipelineNamesIt() {
        try (Pipeline eqm = Pipeline.open(SmallRuns.train(runs))) {
            Stream.of(
                            of("labels", () -> eqm.generate(null, 1, 0)),
                            of("labels", () -> eqm.states(null, 1, 0)),
                            of("pictures", () -> eqm.denoise(null, 0.5, "0", 0)),
                            of("pictures", () -> eqm.inpaint(null, "left", "0", 0)),
                            of("hidden", () -> eqm.inpaint(List.of(), (boolean[][]) null, "0", 0)),
                            of("weights", () -> eqm.compose((Map<String, Double>) null, 1, 0)),
                            of("composition", () -> eqm.compose((Composition) null, 1, 0)),
                            of("states", () -> eqm.energy((float[][]) null, "0")),
                            of("states", () -> eqm.gradient((float[][]) null, "0")),
                            of("pictures", () -> eqm.gradient((List<Picture>) null, "0")),
                            of("pictures", () -> eqm.anomaly((List<Picture>) null)),
                            of("timeout", () -> eqm.session(null)))
                    .forEach(Nulls::assertRefused);
        }
    }
}
