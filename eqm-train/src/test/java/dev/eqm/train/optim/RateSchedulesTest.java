package dev.eqm.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RateSchedulesTest {
    static Collection<RateSchedule> examples() {
        return RateSchedules.examples().values();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyStepHasARateUpToTheFullOne(RateSchedule schedule) {
        boolean changed = false;
        for (long steps : List.of(1L, 2L, 999L)) {
            for (long step = 0; step < steps; step++) {
                double rate = schedule.at(step, steps);
                assertThat(rate).as("%s, step %d of %d", schedule, step, steps).isPositive();
                assertThat(rate).isLessThanOrEqualTo(1);
                changed |= rate != schedule.at(step, 2 * steps);
            }
        }
        assertThat(schedule.at(0, 999)).as("no warm-up: the full rate at once").isEqualTo(1);
        assertThat(changed).isEqualTo(schedule.dependsOnLength());
    }

    @Test
    void warmupRisesInEqualSteps() {
        for (RateSchedule schedule : List.of(new ConstantRate(4), new CosineRate(4, 0.1))) {
            for (int step = 0; step < 4; step++) {
                assertThat(schedule.at(step, 100)).isEqualTo((step + 1) / 4.0);
            }
            assertThat(schedule.at(4, 100)).isEqualTo(1);
        }
        assertThat(new ConstantRate(4).at(99, 100)).isEqualTo(1);
        assertThat(new CosineRate(8, 0).at(5, 6)).as("a run within its warm-up").isEqualTo(0.75);
    }

    @Test
    void theCosineFallsToItsFloor() {
        CosineRate cosine = new CosineRate(20, 0.1);
        assertThat(cosine.at(60, 100)).as("half way").isCloseTo(0.55, within(1e-12));
        assertThat(cosine.at(40, 100))
                .as("a quarter")
                .isCloseTo(0.1 + 0.9 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
        assertThat(cosine.at(100, 100)).isCloseTo(0.1, within(1e-12));
        assertThat(cosine.at(150, 100)).as("past the end").isCloseTo(0.1, within(1e-12));
        for (int step = 21; step < 100; step++) {
            assertThat(cosine.at(step, 100)).isLessThan(cosine.at(step - 1, 100));
        }
    }

    @Test
    void valuesAreChecked() {
        assertThatThrownBy(() -> new ConstantRate(-1))
                .hasMessage("warmup must not be negative, got -1");
        assertThatThrownBy(() -> new CosineRate(-1, 0)).hasMessageContaining("warmup");
        assertThatThrownBy(() -> new CosineRate(0, 1))
                .hasMessage("floor must lie in [0, 1), got 1.0");
        assertThatThrownBy(() -> new CosineRate(0, Double.NaN)).hasMessageContaining("floor");
    }
}
