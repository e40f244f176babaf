package dev.eqm.train.step;

import static dev.eqm.core.testing.Nulls.missing;

import ai.djl.Device;
import dev.eqm.core.data.BatchSource;
import dev.eqm.core.device.Precision;
import dev.eqm.core.testing.Nulls;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.Resume;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.log.JsonLines;
import dev.eqm.train.log.TensorBoard;
import dev.eqm.train.optim.Averages;
import dev.eqm.train.optim.Optimizers;
import dev.eqm.train.optim.RateSchedules;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a Java program calls in eqm-train names the argument that is null. */
class NullArgumentsTest {
    private static final Recipe RECIPE =
            Recipe.of(TinyRun.usual().loss(), Optimizers.examples().get("adamw"), 0.9);
    private static final RunIdentity IDENTITY =
            RunIdentity.of(TinyRun.ARCHITECTURE, TrainSettings.DEFAULT, RECIPE);

    static Stream<Nulls> calls() {
        BatchSource batches = TrainSettings.DEFAULT.batches(TinyRun.images(), false);
        Path folder = Path.of("none");
        Precision precision = Precision.FLOAT32;
        Stream<Nulls> calls =
                Stream.of(
                        missing("loss", () -> Recipe.of(null, RECIPE.optimizer(), 0.9)),
                        missing("optimizer", () -> Recipe.of(RECIPE.loss(), null, 0.9)),
                        missing("model", () -> TrainState.start(null, RECIPE)),
                        missing(
                                "batches",
                                () ->
                                        new TrainStep(
                                                null,
                                                RECIPE,
                                                TrainSettings.DEFAULT,
                                                TinyRun.LANES)),
                        missing(
                                "lanes",
                                () -> new TrainStep(batches, RECIPE, TrainSettings.DEFAULT, null)),
                        missing("step", () -> new Trainer(null, null, List.of())),
                        missing("folder", () -> new Checkpoints(null, IDENTITY, 1)),
                        missing("identity", () -> new Checkpoints(folder, null, 1)),
                        missing("folder", () -> Checkpoints.latest(null)),
                        missing(
                                "folder",
                                () -> Resume.from(null, IDENTITY, precision, Device.cpu())),
                        missing(
                                "identity",
                                () -> Resume.from(folder, null, precision, Device.cpu())),
                        missing(
                                "architecture",
                                () -> RunIdentity.of(null, TrainSettings.DEFAULT, RECIPE)),
                        missing("file", () -> new JsonLines(null, 1, 1)),
                        missing("folder", () -> new TensorBoard(null, 1, 1)));
        Stream<Record> examples =
                Stream.concat(
                                Optimizers.examples().values().stream(),
                                RateSchedules.examples().values().stream())
                        .filter(Record.class::isInstance)
                        .map(Record.class::cast);
        return Stream.of(
                        calls,
                        Nulls.components(RECIPE, IDENTITY, TrainSettings.DEFAULT, Averages.DEFAULT),
                        examples.flatMap(Nulls::components))
                .flatMap(s -> s);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isNamed(Nulls call) {
        call.assertRefused();
    }
}
