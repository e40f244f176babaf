package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
    @ParameterizedTest
    @CsvSource({"10,3", "10,10", "10,25", "7,1", "1,4"})
    void eachImageOnceAnEpoch(int size, int batchSize) {
        Batches batches = new Batches(numbered(size), batchSize, 5, false);
        int epochs = 6;
        int[] row =
                IntStream.range(0, (epochs * size + batchSize - 1) / batchSize)
                        .flatMap(step -> Arrays.stream(batches.at(step).labels()))
                        .toArray();
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] seen = Arrays.copyOfRange(row, epoch * size, (epoch + 1) * size);
            Arrays.sort(seen);
            assertThat(seen).as("epoch %d", epoch).isEqualTo(IntStream.range(0, size).toArray());
        }
    }

    @Test
    void aStepDependsOnNothingBeforeIt() {
        Batches used = new Batches(numbered(50), 16, 3, true);
        for (int step = 0; step < 40; step++) {
            Batch inOrder = used.at(step);
            Batch alone = new Batches(numbered(50), 16, 3, true).at(step);
            assertThat(inOrder.labels()).isEqualTo(alone.labels());
            assertThat(inOrder.pixels()).isEqualTo(alone.pixels());
        }
        assertThat(used.at(2).pixels())
                .isEqualTo(new Batches(numbered(50), 16, 3, true).at(2).pixels());
    }

    @Test
    void epochsAndSeedsDiffer() {
        int[] first = order(100, 1, 0);
        assertThat(first).isNotEqualTo(IntStream.range(0, 100).toArray());
        assertThat(order(100, 1, 1)).isNotEqualTo(first);
        assertThat(order(100, 2, 0)).isNotEqualTo(first);
        assertThat(order(100, 2, 0)).isNotEqualTo(order(100, 1, 1)); // seed + epoch would collide
    }

    /** Computed once by a Python twin. Old runs resume only while this order stays. */
    @Test
    void theOrderIsFrozen() {
        assertThat(order(10, 0, 0)).containsExactly(7, 8, 9, 1, 0, 5, 2, 6, 3, 4);
        assertThat(order(10, -1, 1_000_000_000_000L)).containsExactly(9, 0, 6, 3, 4, 7, 1, 5, 2, 8);
    }

    /** Image i is as likely at place j as at any other: chi-square of 8 x 8 counts, 49 degrees. */
    @Test
    void permutationsAreUniform() {
        int[][] counts = new int[8][8];
        int epochs = 8000;
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] order = order(8, 7, epoch);
            for (int place = 0; place < 8; place++) {
                counts[place][order[place]]++;
            }
        }
        double expected = epochs / 8.0;
        double chi = 0;
        for (int[] row : counts) {
            for (int count : row) {
                chi += (count - expected) * (count - expected) / expected;
            }
        }
        assertThat(chi).isBetween(25.0, 85.0); // 0.2 % and 99.9 %
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pixelsAreTheSourcesOrTheirMirrorImage(boolean flip) {
        ImageSource source = numbered(100);
        Batches batches = new Batches(source, 64, 11, flip);
        int mirrored = 0;
        float[] image = new float[2 * 2 * 4];
        for (int step = 0; step < 50; step++) {
            Batch batch = batches.at(step);
            assertThat(List.of(batch.n(), batch.c(), batch.h(), batch.w()))
                    .isEqualTo(List.of(64, 2, 2, 4));
            for (int i = 0; i < 64; i++) {
                source.read(batch.labels()[i], image, 0);
                float[] got = Arrays.copyOfRange(batch.pixels(), i * 16, (i + 1) * 16);
                if (!Arrays.equals(got, image)) {
                    mirrored++;
                    for (int j = 0; j < 16; j++) {
                        assertThat(got[j]).isEqualTo(image[j / 4 * 4 + 3 - j % 4]);
                    }
                }
            }
        }
        if (flip) {
            assertThat(mirrored).isBetween(1600 - 120, 1600 + 120); // of 3200, 4 sigma
        } else {
            assertThat(mirrored).isZero();
        }
    }

    @Test
    void impossibleSettingsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batches(numbered(5), 0, 0, false))
                .withMessage("the batch size must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batches(numbered(5), 1 << 28, 0, false))
                .withMessageContaining("exceeds 2^31 pixels");
        Batches batches = new Batches(numbered(5), 2, 0, false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batches.at(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> batches.at(Long.MAX_VALUE / 2));
        assertThat(batches.at(Long.MAX_VALUE / 2 - 1).labels()).hasSize(2);
    }

    private static int[] order(int size, long seed, long epoch) {
        Batches batches = new Batches(numbered(size), 1, seed, false);
        return IntStream.range(0, size).map(i -> batches.indexAt(epoch * size + i)).toArray();
    }

    /** Images of [2, 2, 4] random bytes whose label is their index. */
    private static ImageSource numbered(int size) {
        byte[] pixels = new byte[size * 16];
        new java.util.Random(1).nextBytes(pixels);
        List<String> names = IntStream.range(0, size).mapToObj(String::valueOf).toList();
        return new ByteImages(
                "numbered",
                new ImageShape(2, 2, 4),
                pixels,
                IntStream.range(0, size).toArray(),
                names);
    }
}
