package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnScheduleTest {
    @ParameterizedTest
    @ValueSource(floats = {0, 0.25f, 0.5f, 1})
    void theLossIsTheSquaredTarget(float gamma) {
        double c = 1 - Math.pow(gamma, 3);
        double expected = ((2 - 1) * (2 - 1) + (-1 - 3) * (-1 - 3)) / 2.0 * c * c;
        double loss = OwnSchedule.lossOfZero(new float[] {1, 3}, new float[] {2, -1}, gamma);
        assertEquals(expected, loss, 1e-5);
    }
}
