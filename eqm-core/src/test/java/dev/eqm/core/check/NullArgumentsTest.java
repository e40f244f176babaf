package dev.eqm.core.check;

import static dev.eqm.core.testing.Nulls.of;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.data.Batches;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.field.Differentiated;
import dev.eqm.core.field.DotProduct;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.Functions;
import dev.eqm.core.kernel.GradientCheck;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.loss.DispersiveLoss;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.LossValue;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.oracle.OptimalField;
import dev.eqm.core.path.Corruption;
import dev.eqm.core.random.Noise;
import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.core.schedule.GradientSchedules;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.Nulls;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a Java program calls in eqm-core names the argument that is null. */
@ExtendWith(LeakCheck.class)
class NullArgumentsTest {
    private static final GradientSchedule SCHEDULE = new TruncatedDecay(0.8, 4);
    private static final Loss LOSS = new EqmLoss(SCHEDULE);

    static Stream<Nulls> calls() {
        NDArray none = null;
        NDList noList = null;
        return Stream.of(
                of("schedule", () -> GradientSchedule.named("a", null)),
                of("name", () -> GradientSchedule.named(null, SCHEDULE)),
                of("schedule", () -> GradientSchedules.vanishesAtData(null)),
                of("loss", () -> Loss.named("a", null)),
                of("name", () -> Loss.named(null, LOSS)),
                of("name", () -> dev.eqm.core.field.Energies.named(null)),
                of("x", () -> Corruption.of(none, none, new float[1])),
                of("x", () -> Corruption.of(none, none, none)),
                of("z", () -> DispersiveLoss.dispersion(none)),
                of("x", () -> Arithmetic.mul(none, 2)),
                of("x", () -> Arithmetic.sub(1, none)),
                of("x", () -> Arithmetic.clip(none, 0, 1)),
                of("x", () -> Arithmetic.numbers(none)),
                of("x", () -> Functions.silu(none)),
                of("x", () -> Functions.rmsNorm(none, none, 1)),
                of("answer", () -> Functions.meanSquare(none, none)),
                of("loss", () -> Autograd.gradients(none, noList)),
                of("y", () -> Autograd.gradient(none, none)),
                of("parameters", () -> GradientCheck.of((Map<String, NDArray>) null, () -> none)),
                of("parameters", () -> GradientCheck.of((List<NDArray>) null, () -> none)),
                of("loss", () -> GradientCheck.of(Map.of(), null)),
                of("loss", () -> GradientCheck.of(List.of(), null)),
                of("parameter 0", () -> GradientCheck.of(Arrays.asList(none), () -> none)),
                of("w", () -> GradientCheck.of(Collections.singletonMap("w", none), () -> none)),
                of("owner", () -> Kernel.text(null, "a.py")),
                of("resource", () -> Kernel.text(Kernel.class, null)),
                of("text", () -> Kernel.of("a", null)),
                of("device", () -> Arena.open(null, "a")),
                of("name", () -> Arena.cpu(null)),
                of("arena", () -> Noise.normal(null, new long[1], null)),
                of("source", () -> new Batches(null, 1, 0, false)),
                of("source", () -> OptimalField.of(null, 1, SCHEDULE)),
                of("schedule", () -> OptimalField.of(FashionMnist.embedded(), 1, null)),
                of("pixels", () -> ImageSource.of((float[][]) null, new int[1], null)),
                of("labels", () -> ImageSource.of(new float[1][1], null, null)));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aCallNamesIt(Nulls call) {
        call.assertRefused();
    }

    @Test
    void aRecordNamesItsComponent() {
        try (Arena arena = Arena.cpu("test")) {
            NDArray x = arena.full(0.5, 2, 1, 2, 2);
            NDArray rows = arena.full(0.5, 2);
            Nulls.components(
                            (Record) LOSS,
                            new DispersiveLoss(LOSS, 0.5),
                            Corruption.of(x, x, new float[] {0.5f, 0.5f}),
                            new Prediction(x, x),
                            new LossValue(rows.mean(), rows, rows.mean(), rows),
                            new Differentiated(new DotProduct(), f -> f),
                            new Field.Point(rows, x),
                            new GradientCheck(List.of()))
                    .forEach(Nulls::assertRefused);
        }
    }
}
