package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OwnRuleTest {
    @Test
    void everySampleEndsOnAPoint() {
        float[] ends = OwnRule.descend(new OptimisticDescent(0.05), 200, 1, 2, 3, 4, 5, 6, 7, 8);
        assertEquals(16, ends.length);
        for (float x : ends) {
            assertEquals(1, Math.abs(x), 0.02);
        }
    }
}
