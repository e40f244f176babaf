package dev.eqm.train.step;

import static dev.eqm.core.testing.Nulls.of;

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
                        of("loss", () -> Recipe.of(null, RECIPE.optimizer(), 0.9)),
                        of("optimizer", () -> Recipe.of(RECIPE.loss(), null, 0.9)),
                        of("model", () -> TrainState.start(null, RECIPE)),
                        of(
                                "batches",
                                () ->
                                        new TrainStep(
                                                null,
                                                RECIPE,
                                                TrainSettings.DEFAULT,
                                                TinyRun.LANES)),
                        of(
                                "lanes",
                                () -> new TrainStep(batches, RECIPE, TrainSettings.DEFAULT, null)),
                        of("step", () -> new Trainer(null, null, List.of())),
                        of("folder", () -> new Checkpoints(null, IDENTITY, 1)),
                        of("identity", () -> new Checkpoints(folder, null, 1)),
                        of("folder", () -> Checkpoints.latest(null)),
                        of("folder", () -> Resume.from(null, IDENTITY, precision, Device.cpu())),
                        of("identity", () -> Resume.from(folder, null, precision, Device.cpu())),
                        of(
                                "architecture",
                                () -> RunIdentity.of(null, TrainSettings.DEFAULT, RECIPE)),
                        of("file", () -> new JsonLines(null, 1, 1)),
                        of("folder", () -> new TensorBoard(null, 1, 1)));
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
