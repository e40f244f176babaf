package dev.eqm.core.testing;

import static dev.eqm.core.testing.NearTo.assertClose;

import org.junit.jupiter.api.Test;

class FiniteDifferencesTest {
    @Test
    void differentiatesACubic() {
        float[] at = {1, -2};
        double[] got = FiniteDifferences.gradient(at, x -> x[0] * x[0] * x[0] + x[0] * x[1], 1e-3);
        assertClose(got, new double[] {3 - 2, 1}, 1e-2, 0);
    }
}
