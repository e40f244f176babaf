package dev.eqm.sample.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.core.data.ImageShape;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Labels;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassColumnsTest {
    private static final Classes THREE = new Classes(3, List.of("Bag", "Coat", "\u0001"));

    private static long[] inTurn(int classes, int count) {
        return LongStream.range(0, count).map(i -> i % classes).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "10, 40, 10",
        "10, 80, 10",
        "10, 10, 10",
        "10, 7, 7",
        "10, 500, 20",
        "3, 64, 9",
        "2, 16, 4",
        "1, 16, 4",
        "1, 17, 5",
        "1000, 64, 8",
        "16, 64, 16",
        "17, 64, 8"
    })
    void labelsInTurnStandInColumns(int classes, int count, int columns) {
        long[] labels = inTurn(classes, count);
        assertThat(ClassColumns.columns(labels)).isEqualTo(columns);
        if (classes <= 16 && classes > 1) {
            for (int i = columns; i < count; i++) {
                assertThat(labels[i]).isEqualTo(labels[i - columns]);
            }
        }
    }

    @Test
    void labelsWithoutOrderAreNearlySquare() {
        long[] random = Labels.random(10, 60, 1).stream().mapToLong(Long::longValue).toArray();
        assertThat(ClassColumns.columns(random)).isEqualTo(8);
        SheetLabels labels = ClassColumns.labels(random, Classes.unnamed(10), 8);
        assertThat(labels.above()).isEmpty();
        assertThat(labels.under()).hasSize(60).startsWith(Long.toString(random[0]));
    }

    /** A name above every column would say the same everywhere. */
    @Test
    void oneClassNeedsNoNames() {
        Classes one = new Classes(1, List.of("all"));
        assertThat(ClassColumns.labels(inTurn(1, 8), one, 4)).isEqualTo(SheetLabels.NONE);
    }

    @Test
    void namesStandAboveColumnsThatLineUp() {
        SheetLabels above = ClassColumns.labels(inTurn(3, 8), THREE, 3);
        assertThat(above.above())
                .as("a name without letters is a number")
                .containsExactly("Bag", "Coat", "2");
        assertThat(above.under()).isEmpty();
        SheetLabels twice = ClassColumns.labels(inTurn(3, 12), THREE, 6);
        assertThat(twice.above()).containsExactly("Bag", "Coat", "2", "Bag", "Coat", "2");
        SheetLabels under = ClassColumns.labels(inTurn(3, 8), THREE, 4);
        assertThat(under.above()).isEmpty();
        assertThat(under.under()).startsWith("Bag", "Coat", "2", "Bag").hasSize(8);
        assertThat(ClassColumns.labels(inTurn(3, 2), THREE, 9).above())
                .containsExactly("Bag", "Coat");
        assertThat(ClassColumns.labels(new long[4], Classes.unnamed(1), 2))
                .isEqualTo(SheetLabels.NONE);
        assertThat(ClassColumns.labels(new long[] {3, 3}, THREE, 2).above())
                .containsExactly("no class", "no class");
    }

    /**
     * A grid of 28 x 28 is about 600 to 1000 pixels wide from three columns on; large pictures
     * stay.
     */
    @Test
    void sheetsSuitScreens() {
        ImageShape small = new ImageShape(1, 28, 28);
        for (int columns = 3; columns <= 30; columns++) {
            int scale = Enlargement.AUTOMATIC.of(small, columns, 10 * columns);
            SheetLabels none = SheetLabels.NONE;
            int n = 10 * columns;
            int width =
                    new PictureSheet(small, columns, scale, none)
                            .draw(new byte[784 * n], n)
                            .width();
            assertThat(width).as("%s columns", columns).isBetween(540, 1000);
        }
        assertThat(Enlargement.AUTOMATIC.of(new ImageShape(3, 256, 256), 2, 4)).isOne();
        assertThat(Enlargement.AUTOMATIC.of(new ImageShape(3, 512, 512), 1, 1)).isOne();
        assertThat(Enlargement.AUTOMATIC.of(small, 1, 20_000)).as("of many pictures").isOne();
        assertThat(new Enlargement(5).of(new ImageShape(3, 512, 512), 1, 1)).isEqualTo(5);
    }

    @Test
    void viewersStillOpenTheSheet() {
        ImageShape small = new ImageShape(1, 28, 28);
        assertThat(Enlargement.AUTOMATIC.limit(small)).isEqualTo((1 << 24) / 784);
        assertThat(new Enlargement(4).limit(small)).isEqualTo((1 << 24) / 784 / 16);
        assertThat(new Enlargement(16).limit(new ImageShape(3, 512, 512))).isOne();
        IntStream.of(-1, 17)
                .forEach(
                        wrong ->
                                assertThatIllegalArgumentException()
                                        .isThrownBy(() -> new Enlargement(wrong))
                                        .withMessageContaining("a scale must lie in [1, 16]"));
    }
}
