package dev.eqm.sample.sampler;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.guidance.Guidance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples that have finished leave; the others do not notice. */
@ExtendWith(LeakCheck.class)
class AdaptiveTest {
    private static final double[] CURVATURES = {1, 7, 3, 9, 5};
    private static final StopRule STOP = new StopRule.GradientBelow(0.5, 60);

    static Collection<UpdateRule> rules() {
        return UpdateRules.examples().values();
    }

    private static NDArray doubles(Arena arena, int n) {
        return arena.hold(Fields.start(arena, n).toType(DataType.FLOAT64, true));
    }

    /** What a sample is when nobody leaves: its state after its own number of steps. */
    private static double[] uncompacted(
            Sampler sampler, Field field, NDArray start, long[] seeds, int steps, int row) {
        Sampler fixed =
                new Sampler(sampler.rule(), sampler.schedule(), new StopRule.MaxSteps(steps));
        NDArray x = fixed.run(field, start, seeds, SampleListener.NONE).x();
        int size = (int) (x.size() / x.getShape().get(0));
        double[] all = dev.eqm.core.testing.NearTo.doubles(x);
        return Arrays.copyOfRange(all, row * size, (row + 1) * size);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void equalsTheUncompactedRunInDouble(UpdateRule rule, Arena arena) {
        Field field = new Fields.Bowls(arena, CURVATURES);
        NDArray start = doubles(arena, 5);
        long[] seeds = {11, 12, 13, 14, 15};
        double[] first = new double[5];
        new Sampler(rule, new StopRule.MaxSteps(60))
                .run(
                        field,
                        start,
                        seeds,
                        (k, step, norms) -> {
                            if (k == 12) {
                                System.arraycopy(norms, 0, first, 0, 5);
                            }
                        });
        double middle = Arrays.stream(first).sorted().toArray()[2] + 1e-3;
        Sampler sampler = new Sampler(rule, new StopRule.GradientBelow(middle, 25));
        SampleResult result = sampler.run(field, start, seeds, SampleListener.NONE);
        int size = 32;
        double[] got = result.x().toDoubleArray();
        int[] steps = result.effort().steps();
        assertThat(IntStream.of(steps).distinct().count())
                .as("%s", Arrays.toString(steps))
                .isGreaterThan(1);
        for (int row = 0; row < 5; row++) {
            double[] want = uncompacted(sampler, field, start, seeds, steps[row], row);
            assertClose(Arrays.copyOfRange(got, row * size, (row + 1) * size), want, 1e-12, 1e-12);
        }
    }

    @Test
    void permutingTheBatchPermutesTheOutput(Arena arena) {
        int[] order = {3, 0, 4, 2, 1};
        long[] seeds = {11, 12, 13, 14, 15};
        NDArray start = doubles(arena, 5);
        for (UpdateRule rule : rules()) {
            Sampler sampler = new Sampler(rule, STOP);
            SampleResult plain =
                    sampler.run(
                            new Fields.Bowls(arena, CURVATURES), start, seeds, SampleListener.NONE);
            SampleResult turned =
                    sampler.run(
                            new Fields.Bowls(arena, CURVATURES).restricted(order),
                            Arithmetic.rows(start, arena.index(order)),
                            IntStream.of(order).mapToLong(i -> seeds[i]).toArray(),
                            SampleListener.NONE);
            double[] want = Arithmetic.rows(plain.x(), arena.index(order)).toDoubleArray();
            assertThat(turned.x().toDoubleArray()).as("%s", rule).isEqualTo(want);
            assertThat(turned.effort().steps())
                    .isEqualTo(IntStream.of(order).map(i -> plain.effort().steps()[i]).toArray());
        }
    }

    /** On a network, with guidance: 1e-6 in float32. */
    @Test
    void equalsTheUncompactedRunOnANetwork(Arena arena) {
        long[] labels = {0, 1, 2, 3, 4, 0};
        try (SiT model = GoldenSet.pixel();
                FieldModel.Conditioned field = new Guidance(2, 0).condition(model, labels)) {
            NDArray start = dev.eqm.core.random.Noise.normal(arena, labels, model.sampleShape());
            UpdateRule rule = new Nesterov(0.003, 0.35);
            double[] norms =
                    new Sampler(rule, new StopRule.MaxSteps(6)).run(field, start).gradientNorms();
            double middle = Arrays.stream(norms).sorted().toArray()[3];
            Sampler sampler = new Sampler(rule, new StopRule.GradientBelow(middle, 15));
            SampleResult result = sampler.run(field, start);
            int[] steps = result.effort().steps();
            assertThat(IntStream.of(steps).distinct().count()).isGreaterThan(1);
            double[] got = dev.eqm.core.testing.NearTo.doubles(result.x());
            int size = got.length / 6;
            for (int row = 0; row < 6; row++) {
                double[] want = uncompacted(sampler, field, start, labels, steps[row], row);
                assertClose(
                        Arrays.copyOfRange(got, row * size, (row + 1) * size), want, 1e-6, 1e-6);
            }
        }
    }

    @Test
    void countsWhatItDoes(Arena arena) {
        CountingField counted = new CountingField(new Fields.Bowls(arena, CURVATURES), 5);
        List<Integer> sizes = new ArrayList<>();
        Sampler sampler =
                new Sampler(new GradientDescent(0.05), new StopRule.GradientBelow(0.5, 40));
        SampleResult result =
                sampler.run(
                        counted,
                        doubles(arena, 5),
                        (k, step, norms) -> {
                            assertThat(step.x().getShape().get(0)).isEqualTo(step.rows().length);
                            assertThat(norms).hasSize(step.rows().length);
                            sizes.add(step.rows().length);
                        });
        Effort effort = result.effort();
        assertThat(counted.tally().evaluations()).isEqualTo(effort.evaluations());
        assertThat(effort.evaluations()).isEqualTo(effort.steps());
        assertThat(counted.tally().calls()).isEqualTo(effort.calls()).isEqualTo(sizes.size());
        assertThat(effort.rows()).isEqualTo(sizes.stream().mapToLong(i -> i).sum());
        assertThat(effort.rows()).isLessThan(5 * effort.calls());
    }

    @Test
    void armijoCountsItsTrials(Arena arena) {
        CountingField counted =
                new CountingField(new Fields.Bowls(arena, new double[] {1, 100}), 2);
        SampleResult result =
                new Sampler(new Armijo(0.5, 0.5, 0.1, 20), new StopRule.MaxSteps(1))
                        .run(counted, doubles(arena, 2));
        // gradient + trials: 0.5 holds for curvature 1; 100 needs α ≤ 0.018, the seventh
        assertThat(result.effort().evaluations()).containsExactly(2, 7);
        assertThat(counted.tally().evaluations()).containsExactly(2, 7);
    }

    @Test
    void saysHowManyHitTheMaximum(Arena arena) {
        SampleResult result =
                new Sampler(new GradientDescent(0.1), new StopRule.GradientBelow(0.2, 10))
                        .run(
                                new Fields.Bowls(arena, new double[] {0.1, 9, 0.1}),
                                doubles(arena, 3));
        assertThat(result.effort().atMaximum()).isEqualTo(2);
        assertThat(result.effort().steps()[0]).isEqualTo(10);
        assertThat(result.effort().steps()[1]).isLessThan(10);
        assertThat(result.finished()).isTrue();
    }

    @Test
    void namesTheSampleThatDivergesAfterOthersHaveLeft(Arena arena) {
        SampleResult result =
                new Sampler(new GradientDescent(1), new StopRule.GradientBelow(1e-3, 5000))
                        .run(new Fields.Bowls(arena, new double[] {1, 50, 1}), doubles(arena, 3));
        assertThat(result.reason().describe()).contains("sample 1 diverged at step");
        assertThat(result.x().getShape().get(0)).isEqualTo(3);
        assertThat(result.effort().steps()[0]).isLessThan(3);
    }

    @Test
    void leavesNothingOpen(Arena arena) {
        try (SiT model = GoldenSet.pixel();
                GradMode off = GradMode.off();
                FieldModel.Conditioned field = model.condition(new long[] {0, 1, 2, 3})) {
            NDArray start =
                    dev.eqm.core.random.Noise.normal(
                            arena, new long[] {0, 1, 2, 3}, model.sampleShape());
            UpdateRule rule = new Nesterov(0.003, 0.35);
            double[] norms =
                    new Sampler(rule, new StopRule.MaxSteps(3)).run(field, start).gradientNorms();
            double middle = Arrays.stream(norms).sorted().toArray()[2];
            Sampler sampler = new Sampler(rule, new StopRule.GradientBelow(middle, 9));
            assertThat(LeakCheck.openedBy(() -> sampler.run(field, start).x().close())).isZero();
            assertThat(Device.cpu()).isEqualTo(start.getDevice());
        }
    }

    @Test
    void refusesImpossibleValues() {
        assertThatThrownBy(() -> new StopRule.GradientBelow(0, 5))
                .hasMessage("gMin must be positive and finite, got 0.0");
        assertThatThrownBy(() -> new StopRule.GradientBelow(1, 0))
                .hasMessage("maximum must be at least 1, got 0");
        assertThatThrownBy(
                        () ->
                                new Sampler(
                                        new GradientDescent(1), new LinearStep(0), (k, n) -> true))
                .hasMessageStartingWith("schedule needs a stop rule with a maximum");
    }
}
