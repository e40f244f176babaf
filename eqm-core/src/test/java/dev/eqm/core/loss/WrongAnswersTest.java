package dev.eqm.core.loss;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.path.Corruption;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that libtorch would stretch over the images, or mix with them, in silence. */
@ExtendWith(LeakCheck.class)
class WrongAnswersTest {
    private static final int N = 4;

    static Collection<Loss> losses() {
        return Losses.examples().values();
    }

    private static Corruption batch(Arena arena, DataType type) {
        NDArray x = Noise.normal(arena, new long[] {1, 2, 3, 4}, new Shape(3, 2, 2));
        NDArray eps = Noise.normal(arena, new long[] {5, 6, 7, 8}, new Shape(3, 2, 2));
        float[] gamma = {0, 0.1f, 0.9f, 1};
        return Corruption.of(x.toType(type, false), eps.toType(type, false), gamma);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void anotherShapeIsRefused(Loss loss) {
        try (Arena arena = Arena.cpu("batch")) {
            Corruption batch = batch(arena, DataType.FLOAT32);
            long[][] shapes = {
                {N, 1, 2, 2}, // stretched over the channels
                {1, 3, 2, 2}, // over the images
                {N, 1, 1, 1},
                {N, 2, 2, 3}, // as many numbers, in another order
                {N, 12},
            };
            for (long[] shape : shapes) {
                NDArray answer = arena.full(0.5, shape);
                Prediction said = new Prediction(answer, arena.full(0.5, N, 5));
                assertThatIllegalArgumentException()
                        .as("%s", answer.getShape())
                        .isThrownBy(() -> loss.of(said, batch))
                        .withMessageContaining("exactly the shape of x, (4, 3, 2, 2), got ")
                        .withMessageContaining(answer.getShape().toString());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void anotherTypeIsRefused(Loss loss) {
        try (Arena arena = Arena.cpu("batch")) {
            NDArray narrow = arena.zeros(N, 3, 2, 2);
            NDArray wide = narrow.toType(DataType.FLOAT64, false);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    loss.of(
                                            new Prediction(wide, wide),
                                            batch(arena, DataType.FLOAT32)))
                    .withMessageContaining("must have the type of x, float32, got float64");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    loss.of(
                                            new Prediction(narrow, narrow),
                                            batch(arena, DataType.FLOAT64)))
                    .withMessageContaining("must have the type of x, float64, got float32");
        }
    }

    /** Every digit of it: with c(γ) rounded to float32 on the way the eighth would be wrong. */
    @ParameterizedTest
    @MethodSource("losses")
    void float64IsFloat64AllThrough(Loss loss) {
        try (Arena arena = Arena.cpu("batch")) {
            Corruption batch = batch(arena, DataType.FLOAT64);
            NDArray f = batch.x().mul(batch.x());
            LossValue value = loss.of(new Prediction(f, f), batch);
            assertThat(value.mean().getDataType()).isEqualTo(DataType.FLOAT64);
            double[] x = batch.x().toDoubleArray();
            double[] eps = batch.eps().toDoubleArray();
            double[] want = new double[N];
            for (int i = 0; i < x.length; i++) {
                double c = loss.schedule().at(batch.hostGamma()[i / 12]);
                double d = x[i] * x[i] - (eps[i] - x[i]) * c;
                want[i / 12] += d * d / 12;
            }
            if (loss instanceof DispersiveLoss dispersive) {
                double more = dispersive.weight() * DispersiveLoss.dispersion(f).getDouble();
                for (int i = 0; i < N; i++) {
                    want[i] += more;
                }
            }
            assertClose(value.perSample(), want, 1e-14, 1e-13);
        }
    }

    @Test
    void tokensOfAnotherBatchAreRefused(Arena arena) {
        Loss loss = Losses.examples().get("dispersive");
        Corruption batch = batch(arena, DataType.FLOAT32);
        NDArray answer = arena.zeros(N, 3, 2, 2);
        for (NDArray tokens :
                new NDArray[] {arena.zeros(1, 5), arena.zeros(8, 5), arena.zeros(N)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loss.of(new Prediction(answer, tokens), batch))
                    .withMessageContaining("tokens must be [4, ...], one row per image");
        }
    }

    /** What a step reads of a loss: numbers of another shape would be taken for others. */
    @Test
    void aLossOfOnesOwnAnswersInOneForm(Arena arena) {
        NDArray one = arena.zeros();
        NDArray all = arena.zeros(N);
        new LossValue(one, all, one, all);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LossValue(all, all, one, all))
                .withMessage("mean must have the shape (), got (4)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LossValue(one, all, arena.zeros(1), all))
                .withMessage("zeroField must have the shape (), got (1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LossValue(one, arena.zeros(N, 1), one, all))
                .withMessageContaining("perSample must be [N]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LossValue(one, all, one, arena.zeros(3)))
                .withMessageContaining(
                        "zeroFieldPerSample must have exactly the shape of perSample");
    }
}
