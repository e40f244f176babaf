package dev.eqm.run.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SweepGridTest {
    private static SweepGrid grid(boolean oneAtATime) {
        return new SweepGrid(
                List.of(300L, 100L, 200L),
                List.of("nag", "gd"),
                List.of(0.01, 0.02, 0.003),
                List.of(2.0, 1.0),
                List.of(50, 10, 250, 10),
                oneAtATime);
    }

    @Test
    void combinesAllLists() {
        List<Trajectory> all = grid(false).trajectories();
        assertThat(all).hasSize(3 * 2 * 3 * 2).doesNotHaveDuplicates();
        assertThat(all).allSatisfy(t -> assertThat(t.steps()).containsExactly(10, 50, 250));
        assertThat(all.get(0).longest()).isEqualTo(250);
        assertThat(all.get(0).points()).extracting(SweepPoint::steps).containsExactly(10, 50, 250);
        assertThat(all.subList(0, 12)).allSatisfy(t -> assertThat(t.checkpoint()).isEqualTo(300));
    }

    /** The first values, and of every list each other value with the first of the others. */
    @Test
    void goesAlongEachListByItself() {
        List<Trajectory> all = grid(true).trajectories();
        assertThat(all).hasSize(1 + 2 + 1 + 2 + 1).doesNotHaveDuplicates();
        List<Integer> steps = List.of(10, 50, 250);
        assertThat(all)
                .contains(
                        new Trajectory(300, "nag", 0.01, 2, steps),
                        new Trajectory(100, "nag", 0.01, 2, steps),
                        new Trajectory(300, "gd", 0.01, 2, steps),
                        new Trajectory(300, "nag", 0.003, 2, steps),
                        new Trajectory(300, "nag", 0.01, 1, steps))
                .doesNotContain(new Trajectory(300, "gd", 0.003, 2, steps));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grid(List.of(-0.1), List.of(1.0), List.of(1)))
                .withMessageContainingAll("eta must be positive", "-0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grid(List.of(0.1), List.of(-1.0), List.of(1)))
                .withMessageContaining("cfg must lie");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grid(List.of(0.1), List.of(1.0), List.of(0)))
                .withMessageContaining("steps must be at least 1");
    }

    private static SweepGrid grid(List<Double> etas, List<Double> cfgs, List<Integer> steps) {
        return new SweepGrid(List.of(1L), List.of("gd"), etas, cfgs, steps, false);
    }
}
