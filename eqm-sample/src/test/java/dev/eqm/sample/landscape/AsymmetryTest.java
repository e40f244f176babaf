package dev.eqm.sample.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.Energies;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.energy.EnergyModel;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class AsymmetryTest {
    private static Asymmetry of(Field field, NDArray states, int probes, long... seeds) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            return Asymmetry.of(new Projections(probes).of(Linearisation.of(field, states), seeds));
        }
    }

    @Test
    void aQuadraticHasNone(Arena arena) {
        double[] symmetric = {2, 1, 0.5, 1, -3, 0, 0.5, 0, 1};
        Asymmetry found =
                of(
                        Matrices.linear(arena, symmetric),
                        Matrices.states(arena, 4, 3),
                        3,
                        Matrices.seeds(4));
        assertThat(found.ratio()).isEqualTo(Estimate.withError(0, 0));
        assertThat(found.share()).isZero();
    }

    /** Every probe sees it whole: a planted rotation is found exactly. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 0.3, 1, 7})
    void aPlantedRotationIsRecovered(double b) {
        try (Arena arena = Arena.cpu("planted")) {
            Asymmetry found =
                    of(
                            Matrices.linear(arena, Matrices.planted(8, 1, b)),
                            Matrices.states(arena, 3, 8),
                            2,
                            Matrices.seeds(3));
            assertThat(found.ratio().value()).isCloseTo(b, within(1e-12 * b));
            assertThat(found.share()).isCloseTo(b * b / (1 + b * b), within(1e-12));
        }
    }

    @Test
    void aRotationAloneHasNoBound(Arena arena) {
        Asymmetry found =
                of(
                        Matrices.linear(arena, Matrices.planted(4, 0, 1)),
                        Matrices.states(arena, 2, 4),
                        1,
                        Matrices.seeds(2));
        assertThat(found.ratio().value()).isInfinite();
        assertThat(found.share()).isOne();
    }

    /**
     * A matrix that probes see by chance: two thirds of the errors are below one standard error.
     */
    @Test
    void theStandardErrorIsHonest(Arena arena) {
        double[] m = Matrices.random(6, 3);
        double want = Matrices.asymmetry(m);
        Field field = Matrices.linear(arena, m);
        NDArray states = Matrices.states(arena, 12, 6);
        int trials = 60;
        int within = 0;
        double mean = 0;
        for (int k = 0; k < trials; k++) {
            long first = 1000L * k;
            Estimate found =
                    of(field, states, 4, LongStream.range(first, first + 12).toArray()).ratio();
            assertThat(found.standardError()).isBetween(0.005 * want, 0.2 * want);
            mean += found.value() / trials;
            within += Math.abs(found.value() - want) < found.standardError() ? 1 : 0;
        }
        assertThat(mean).isCloseTo(want, within(0.02 * want));
        assertThat(within).as("of %d within one standard error", trials).isBetween(30, 52);
    }

    /** The true gradient of an energy has none up to rounding; what its network answers has. */
    @Test
    void explicitEnergiesAreGradients(Arena arena) {
        long[] seeds = {1, 2};
        long[] labels = {3, 10};
        try (SiT stored = GoldenSet.tiny();
                FieldModel raw =
                        stored.architecture()
                                .twiceDifferentiable(Precision.FLOAT32, stored.parameters());
                Field implicit = raw.condition(labels)) {
            NDArray x = Noise.normal(arena, seeds, stored.sampleShape());
            assertThat(of(implicit, x, 4, seeds).ratio().value()).isGreaterThan(0.1);
            for (String name : Energies.examples().keySet()) {
                EnergyArchitecture a =
                        new EnergyArchitecture(stored.architecture(), Energies.named(name));
                try (EnergyModel model =
                                a.build(Precision.FLOAT32, stored.parameters().borrowed());
                        Field explicit = model.condition(labels)) {
                    assertThat(of(explicit, x, 4, seeds).ratio().value())
                            .as(name)
                            .isBetween(0.0, 1e-5);
                }
            }
        }
    }

    @Test
    void estimatesKnowTheirErrors() {
        Estimate mean = Estimate.mean(1, 2, 3, 6);
        assertThat(mean.value()).isEqualTo(3);
        assertThat(mean.standardError()).isCloseTo(Math.sqrt(14.0 / 3 / 4), within(1e-12));
        assertThat(Estimate.mean(5)).isEqualTo(Estimate.withError(5, 0));
        double[] b = {1, 2, 3};
        double[] a = Arrays.stream(b).map(v -> 4 * v).toArray();
        assertThat(Estimate.rootOfRatio(a, b)).isEqualTo(Estimate.withError(2, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Projections(0))
                .withMessage("probes must be at least 1, got 0");
    }
}
