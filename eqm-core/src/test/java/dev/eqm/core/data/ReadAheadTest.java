package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final int ROOM = 5;

    /** Image i is the number i; image 40 is damaged. */
    private static final class Numbers implements ImageSource {
        private final AtomicInteger begun = new AtomicInteger();

        @Override
        public int size() {
            return 100;
        }

        @Override
        public ImageShape shape() {
            return new ImageShape(1, 1, 1);
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public void read(int index, float[] into, int offset) {
            begun.incrementAndGet();
            if (index == 40) {
                throw new DataException("40.jpg", "is damaged");
            }
            into[offset] = index;
        }

        @Override
        public List<String> classNames() {
            return List.of("all");
        }

        @Override
        public String describe() {
            return "numbers";
        }
    }

    @Test
    void imagesComeInTheirOrderAndOnlySoManyAreHeld() throws InterruptedException {
        Numbers source = new Numbers();
        int[] order = {7, 3, 99, 3, 0, 1, 2, 12, 13, 14, 15};
        try (ReadAhead ahead = new ReadAhead(source, order, ROOM, 3)) {
            for (int i = 0; i < order.length; i++) {
                Thread.sleep(5);
                assertThat(source.begun.get()).isLessThanOrEqualTo(i + ROOM);
                assertThat(ahead.next()).containsExactly(order[i]);
            }
            assertThatThrownBy(ahead::next).hasMessageContaining("all 11 images");
        }
    }

    @Test
    void aDamagedImageIsToldAtItsTurn() {
        try (ReadAhead ahead = new ReadAhead(new Numbers(), new int[] {39, 40, 41}, ROOM, 2)) {
            assertThat(ahead.next()).containsExactly(39);
            assertThatThrownBy(ahead::next)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("40");
            assertThat(ahead.next()).containsExactly(41);
        }
    }
}
