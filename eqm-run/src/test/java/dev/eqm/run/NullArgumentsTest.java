package dev.eqm.run;

import static dev.eqm.core.testing.Nulls.missing;

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
                missing("name", () -> config.withName(null)),
                missing("runs", () -> config.withRuns(null)),
                missing("device", () -> config.withDevice(null)),
                missing("precision", () -> config.withPrecision(null)),
                missing("source", () -> config.withData(null)),
                missing("model", () -> config.withModel(null)),
                missing("backbone", () -> config.withNetwork(null, images)),
                missing("images", () -> config.withNetwork(backbone, null)),
                missing("loss", () -> config.withLoss(null)),
                missing("optimizer", () -> config.withOptimizer(null)),
                missing("ema", () -> config.withEma(null)),
                missing("train", () -> config.withTrain(null)),
                missing("sampling", () -> config.withSampling(null)),
                missing("preview", () -> config.withPreview(null)),
                missing("warmStart", () -> config.startingFrom(null)),
                missing("settings", () -> config.with((String[]) null)),
                missing("settings", () -> config.with((String) null)),
                missing("yaml", () -> RunConfig.read(null)),
                missing("config", () -> Training.of(null)),
                missing("config", () -> Training.fresh(null)),
                missing("config", () -> Training.resumed(null)),
                missing("images", () -> training.on(null)),
                missing("listener", () -> training.listen((RunListener) null)),
                missing("listener", () -> training.listen((TrainListener) null)),
                missing("other", () -> training.preview(null)),
                missing("path", () -> Pipeline.open(null)),
                missing("path", () -> Pipeline.from((Path) null)),
                missing("model", () -> Pipeline.from((ModelChoice) null)),
                missing("path", () -> ModelChoice.of((Path) null)),
                missing("place", () -> ModelChoice.of((ModelPlace) null)),
                missing("name", () -> builder.device(null)),
                missing("precision", () -> builder.precision(null)),
                missing("name", () -> builder.weights(null)),
                missing("name", () -> builder.sampler(null)),
                missing("settings", () -> builder.set((String[]) null)),
                missing("change", () -> builder.sampling(null)),
                missing("other", () -> builder.codec(null)),
                missing("architecture", () -> builder.network(null)),
                missing("other", () -> builder.listener(null)));
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
                            missing("labels", () -> eqm.generate(null, 1, 0)),
                            missing("labels", () -> eqm.states(null, 1, 0)),
                            missing("pictures", () -> eqm.denoise(null, 0.5, "0", 0)),
                            missing("pictures", () -> eqm.inpaint(null, "left", "0", 0)),
                            missing(
                                    "hidden",
                                    () -> eqm.inpaint(List.of(), (boolean[][]) null, "0", 0)),
                            missing("weights", () -> eqm.compose((Map<String, Double>) null, 1, 0)),
                            missing("composition", () -> eqm.compose((Composition) null, 1, 0)),
                            missing("states", () -> eqm.energy((float[][]) null, "0")),
                            missing("states", () -> eqm.gradient((float[][]) null, "0")),
                            missing("pictures", () -> eqm.gradient((List<Picture>) null, "0")),
                            missing("pictures", () -> eqm.anomaly((List<Picture>) null)),
                            missing("timeout", () -> eqm.session(null)))
                    .forEach(Nulls::assertRefused);
        }
    }
}
