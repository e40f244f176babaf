package dev.eqm.models.sit;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTableTest {
    private static final float SIN_1 = (float) Math.sin(1);
    private static final float COS_1 = (float) Math.cos(1);

    @Test
    void columnsFirstThenRowsSinesBeforeCosines() {
        float[] want = {
            0, 1, 0, 1, // row 0, column 0: sin and cos of the column, of the row
            SIN_1, COS_1, 0, 1, // row 0, column 1
            0, 1, SIN_1, COS_1, // row 1, column 0
            SIN_1, COS_1, SIN_1, COS_1
        };
        assertThat(PositionTable.of(4, 2)).isEqualTo(want);
    }

    /** Width 8: frequencies 1 and 10000^(−1/2) = 1/100. */
    @Test
    void frequenciesFallGeometrically() {
        float[] token = Arrays.copyOfRange(PositionTable.of(8, 4), 7 * 8, 8 * 8); // row 1, column 3
        double[] want = {
            Math.sin(3), Math.sin(0.03), Math.cos(3), Math.cos(0.03),
            Math.sin(1), Math.sin(0.01), Math.cos(1), Math.cos(0.01)
        };
        assertClose(token, floats(want), 1e-7, 0);
    }

    /** Each entry is the rounded double, also far out where float32 angles would be wrong. */
    @Test
    void isExactToTheLastBit() {
        int grid = 64;
        int width = 1152;
        float[] table = PositionTable.of(width, grid);
        assertThat(table).hasSize(grid * grid * width);
        int quarter = width / 4;
        for (int k = 0; k < quarter; k++) {
            double angle = 63 * Math.exp(-k * Math.log(10000) / quarter);
            int last = (grid * grid - 1) * width;
            assertThat((double) table[last + k]).isCloseTo(Math.sin(angle), rounding());
            assertThat((double) table[last + 3 * quarter + k])
                    .isCloseTo(Math.cos(angle), rounding());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 6, 10, -4})
    void refusesWidthsWithoutFourParts(int width) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PositionTable.of(width, 2))
                .withMessage("width must be a multiple of 4, got %d", width);
    }

    private static Offset<Double> rounding() {
        return Offset.offset(6.1e-8); // half a float32 step at 1
    }

    private static float[] floats(double[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }
}
