package dev.eqm.core.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeedsTest {
    /** Computed once with Python's integers; a change would break every resumed run. */
    @Test
    void valuesAreFrozen() {
        assertThat(Seeds.derive(0)).isEqualTo(0x6220a8397b1dcdafL);
        assertThat(Seeds.derive(1)).isEqualTo(0x110a2dec89025cc1L);
        assertThat(Seeds.derive(-1)).isEqualTo(0x64d971771b652c20L);
        assertThat(Seeds.derive(0, 0)).isEqualTo(0x2706dd2f4d197e6fL);
        assertThat(Seeds.derive(42, 1, 2)).isEqualTo(0x74269628263f4c12L);
        assertThat(Seeds.derive(7, 3, 100000)).isEqualTo(0x4d410c47cd021c06L);
    }

    @Test
    void seedsOfManySamplesAreDerivedOneByOne() {
        assertThat(Seeds.derive(new long[] {7, 42}, 3, 100000))
                .containsExactly(Seeds.derive(7, 3, 100000), Seeds.derive(42, 3, 100000));
        assertThat(Seeds.derive(new long[0], 1)).isEmpty();
    }

    @Test
    void differsForEveryPurpose() {
        Set<Long> seen = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            assertThat(seen.add(Seeds.derive(seed))).isTrue();
            for (long stream = 0; stream < 10; stream++) {
                assertThat(seen.add(Seeds.derive(seed, stream))).isTrue();
                for (long step = 0; step < 1_000; step++) {
                    assertThat(seen.add(Seeds.derive(seed, stream, step))).isTrue();
                }
            }
        }
    }

    @Test
    void orderOfThePathMatters() {
        assertThat(Seeds.derive(1, 2, 3)).isNotEqualTo(Seeds.derive(1, 3, 2));
        assertThat(Seeds.derive(1, 2)).isNotEqualTo(Seeds.derive(2, 1));
        assertThat(Seeds.derive(1, 1, 9)).isNotEqualTo(Seeds.derive(2, 2, 9));
        assertThat(Seeds.derive(1, 0)).isNotEqualTo(Seeds.derive(1));
        assertThat(Seeds.derive(1, 0, 0)).isNotEqualTo(Seeds.derive(1, 0));
    }

    /** Half of the 63 bits change when one bit of the input does. */
    @Test
    void everyInputBitChangesHalfOfTheOutput() {
        double inSeed = 0;
        double inPath = 0;
        int pairs = 64 * 64;
        for (int base = 0; base < 64; base++) {
            for (int bit = 0; bit < 64; bit++) {
                long flip = 1L << bit;
                long here = Seeds.derive(base, 1, base);
                inSeed += Long.bitCount(here ^ Seeds.derive(base ^ flip, 1, base));
                inPath += Long.bitCount(here ^ Seeds.derive(base, 1, base ^ flip));
            }
        }
        assertThat(inSeed / pairs).isBetween(31.2, 31.8);
        assertThat(inPath / pairs).isBetween(31.2, 31.8);
    }

    @Test
    void isNeverNegative() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 10_000; i++) {
            assertThat(Seeds.derive(random.nextLong(), random.nextLong())).isNotNegative();
        }
    }

    @Test
    void generatorsOfOnePurposeAgree() {
        assertThat(Seeds.generator(3, 1, 4).nextLong())
                .isEqualTo(Seeds.generator(3, 1, 4).nextLong())
                .isNotEqualTo(Seeds.generator(3, 1, 5).nextLong());
    }
}
