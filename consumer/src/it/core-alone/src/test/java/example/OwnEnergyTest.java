package example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.eqm.core.field.Energy;
import org.junit.jupiter.api.Test;

class OwnEnergyTest {
    private static final double[] WEIGHTS = {0.3, -0.7, 0.2, 0.5, 0.1, -0.4, -0.6, 0.8, 0.9};
    private static final double[] STATE = {0.4, -1.1, 0.7};
    private static final Energy ENERGY = new TetheredDot(0.5);

    @Test
    void theGradientIsThatOfFiniteDifferences() {
        assertArrayEquals(new double[3], OwnEnergy.errors(ENERGY, WEIGHTS, STATE), 1e-8);
    }

    @Test
    void aLossOfTheGradientCanBeTrained() {
        assertEquals(2, OwnEnergy.check(ENERGY, WEIGHTS, STATE).requireRight().slopes().size());
    }

    /** DJL's own product with a Java number. */
    @Test
    void theCheckFindsWhatIsNotSafe() {
        Energy unsafe = (x, f) -> x.mul(f.mul(0.5)).reshape(1, -1).sum(new int[] {1});
        assertFalse(OwnEnergy.check(unsafe, WEIGHTS, STATE).wrong().isEmpty());
    }
}
