package dev.eqm.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class LevelLinesTest {
    private static LevelLines grid(int side, DoubleBinaryOperator height) {
        double[] heights = new double[side * side];
        for (int i = 0; i < heights.length; i++) {
            int row = i / side;
            heights[i] = height.applyAsDouble(i % side, row);
        }
        return new LevelLines(side, heights);
    }

    @Test
    void aPlaneGivesOneStraightLineFromBorderToBorder() {
        List<LevelLines.Line> lines = grid(6, (x, y) -> x + 0.5 * y).at(2.2);
        assertThat(lines).hasSize(1);
        double[] x = lines.get(0).x();
        double[] y = lines.get(0).y();
        for (int i = 0; i < x.length; i++) {
            assertThat(x[i] + 0.5 * y[i]).isCloseTo(2.2, within(1e-12));
        }
        assertThat(List.of(y[0], y[y.length - 1])).containsExactlyInAnyOrder(0.0, 4.4);
    }

    /** Each of the 16 cases turned up once would be luck; a circle has them all but the saddles. */
    @Test
    void aConeGivesOneClosedCircle() {
        LevelLines cone = grid(41, (x, y) -> Math.hypot(x - 20.3, y - 19.6));
        List<LevelLines.Line> lines = cone.at(12);
        assertThat(lines).hasSize(1);
        double[] x = lines.get(0).x();
        double[] y = lines.get(0).y();
        double length = 0;
        for (int i = 0; i < x.length; i++) {
            assertThat(Math.hypot(x[i] - 20.3, y[i] - 19.6)).isCloseTo(12, within(0.02));
            length += i == 0 ? 0 : Math.hypot(x[i] - x[i - 1], y[i] - y[i - 1]);
        }
        assertThat(x[0]).isEqualTo(x[x.length - 1]);
        assertThat(y[0]).isEqualTo(y[y.length - 1]);
        assertThat(length).isCloseTo(2 * Math.PI * 12, within(0.2));
        assertThat(cone.at(100)).isEmpty();
    }

    /** Highs at two opposite corners: joined where the middle is high, parted where it is low. */
    @Test
    void saddlesAreDecidedByTheirMiddle() {
        LevelLines saddle = new LevelLines(2, new double[] {1, 0, 0, 1});
        assertThat(saddle.at(0.4)).allSatisfy(line -> assertThat(cutsALow(line)).isTrue());
        assertThat(saddle.at(0.6)).allSatisfy(line -> assertThat(cutsALow(line)).isFalse());
        LevelLines turned = new LevelLines(2, new double[] {0, 1, 1, 0});
        assertThat(turned.at(0.4)).allSatisfy(line -> assertThat(cutsALow(line)).isFalse());
        assertThat(turned.at(0.6)).allSatisfy(line -> assertThat(cutsALow(line)).isTrue());
        assertThat(saddle.at(0.4)).hasSize(2);
        assertThat(turned.at(0.6)).hasSize(2);
    }

    /** True if the line goes around the lower right or the upper left corner. */
    private static boolean cutsALow(LevelLines.Line line) {
        double x = (line.x()[0] + line.x()[1]) / 2;
        double y = (line.y()[0] + line.y()[1]) / 2;
        return (x > 0.5) != (y > 0.5);
    }

    @Test
    void refusesAnotherNumberOfHeights() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LevelLines(3, new double[8]))
                .withMessageContaining("heights must be 3² numbers");
    }
}
