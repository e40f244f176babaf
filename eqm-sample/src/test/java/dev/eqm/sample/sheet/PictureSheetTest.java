package dev.eqm.sample.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Picture;
import dev.eqm.sample.plot.Box;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureSheetTest {
    private static final int COUNT = 5;
    private static final List<String> ABOVE = List.of("Bag", "Ankle boot", "a rather long name");
    private static final List<String> BESIDE = List.of("Trouser\nfashion-mnist", "\u03b3 = 0.2");

    private static byte[] batch(ImageShape shape) {
        byte[] pixels = new byte[COUNT * shape.elementCount()];
        new Random(1).nextBytes(pixels);
        return pixels;
    }

    private static boolean isInside(List<Box> cells, int x, int y) {
        return cells.stream()
                .anyMatch(b -> x >= b.left() && x < b.right() && y >= b.top() && y < b.bottom());
    }

    /** Each pixel is a square of its level; outside of pictures is paper or text. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 3", "3, 1", "3, 4", "1, 10"})
    void pixelsAreSquaresOfTheirLevel(int channels, int scale) {
        ImageShape shape = new ImageShape(channels, 7, 6);
        byte[] batch = batch(shape);
        SheetLabels labels = SheetLabels.of(ABOVE, BESIDE).titled("step 3");
        PictureSheet sheet = new PictureSheet(shape, 3, scale, labels);
        Picture drawn = sheet.draw(batch, COUNT);
        List<Box> cells = IntStream.range(0, COUNT).mapToObj(i -> sheet.cell(i, COUNT)).toList();
        for (int i = 0; i < COUNT; i++) {
            Box cell = cells.get(i);
            assertThat(cell.width()).isEqualTo(6 * scale);
            assertThat(cell.height()).isEqualTo(7 * scale);
            for (int y = 0; y < 7 * scale; y++) {
                for (int x = 0; x < 6 * scale * channels; x++) {
                    int pixel = (int) ((cell.top() + y) * drawn.width() + cell.left());
                    int from = ((i * 7 + y / scale) * 6 + x / channels / scale) * channels;
                    assertThat(drawn.pixels()[pixel * channels + x])
                            .isEqualTo(batch[from + x % channels]);
                }
            }
        }
        Picture plain = new PictureSheet(shape, 3, scale, blank(labels)).draw(batch, COUNT);
        assertThat(plain.width()).as("blank labels take the room").isLessThan(drawn.width());
        int text = 0;
        for (int k = 0; k < drawn.pixels().length; k++) {
            int pixel = k / channels;
            if (!isInside(cells, pixel % drawn.width(), pixel / drawn.width())) {
                text += drawn.pixels()[k] != -1 ? 1 : 0;
            }
        }
        assertThat(text).as("letters").isGreaterThan(500);
    }

    private static SheetLabels blank(SheetLabels labels) {
        return SheetLabels.of(Collections.nCopies(labels.above().size(), ""), List.of());
    }

    /** Where pixels of two sheets of one layout differ. */
    private static List<int[]> differences(Picture one, Picture other) {
        assertThat(List.of(one.width(), one.height()))
                .isEqualTo(List.of(other.width(), other.height()));
        int c = one.channels();
        return IntStream.range(0, one.pixels().length)
                .filter(k -> one.pixels()[k] != other.pixels()[k])
                .mapToObj(k -> new int[] {k / c % one.width(), k / c / one.width()})
                .toList();
    }

    /** A text changes pixels of its own place and no others. */
    @Test
    void textIsDrawnInItsPlaceAlone() {
        ImageShape shape = new ImageShape(1, 8, 8);
        byte[] batch = batch(shape);
        int scale = 10;
        List<String> under = List.of("one", "two", "three", "four", "five");
        PictureSheet sheet =
                new PictureSheet(shape, 3, scale, SheetLabels.of(ABOVE, BESIDE).withUnder(under));
        Picture drawn = sheet.draw(batch, COUNT);
        Box second = sheet.cell(1, COUNT);
        for (String changed : List.of("above", "beside", "under")) {
            List<String> above = List.of("Bag", "", "a rather long name");
            List<String> beside = List.of(BESIDE.get(0), "");
            List<String> below = List.of("one", "", "three", "four", "five");
            SheetLabels labels =
                    SheetLabels.of(
                                    changed.equals("above") ? above : ABOVE,
                                    changed.equals("beside") ? beside : BESIDE)
                            .withUnder(changed.equals("under") ? below : under);
            List<int[]> found =
                    differences(
                            drawn, new PictureSheet(shape, 3, scale, labels).draw(batch, COUNT));
            assertThat(found).as(changed).hasSizeGreaterThan(30);
            Box row = sheet.cell(3, COUNT);
            for (int[] at : found) {
                switch (changed) {
                    case "above" -> {
                        assertThat((double) at[0]).isBetween(second.left(), second.right());
                        assertThat((double) at[1]).isLessThan(second.top());
                    }
                    case "beside" -> {
                        assertThat((double) at[0]).isLessThan(row.left());
                        assertThat((double) at[1]).isBetween(row.top(), row.bottom());
                    }
                    default -> {
                        assertThat((double) at[0]).isBetween(second.left(), second.right());
                        assertThat((double) at[1]).isBetween(second.bottom(), row.top());
                    }
                }
            }
        }
    }

    /** Columns too narrow for their names have them upright, above the pictures. */
    @Test
    void narrowColumnsHaveUprightNames() {
        ImageShape shape = new ImageShape(1, 4, 4);
        PictureSheet narrow = new PictureSheet(shape, 3, 5, SheetLabels.of(ABOVE, List.of()));
        PictureSheet wide = new PictureSheet(shape, 3, 30, SheetLabels.of(ABOVE, List.of()));
        assertThat(narrow.cell(0, COUNT).top()).isGreaterThan(60);
        assertThat(wide.cell(0, COUNT).top()).isLessThan(30);
        Picture drawn = narrow.draw(new byte[COUNT * 16], COUNT);
        Box third = narrow.cell(2, COUNT);
        for (int y = 0; y < (int) third.top() - 6; y += 1) {
            assertThat(drawn.pixels()[y * drawn.width() + (int) third.left() - 2])
                    .as("between names")
                    .isEqualTo((byte) 255);
        }
    }

    /** Names that would be shortened to the same keep their ends. */
    @Test
    void shortenedNamesStayDifferent() {
        ImageShape shape = new ImageShape(1, 10, 10);
        List<String> alike = List.of("a long class name 01", "a long class name 02");
        byte[] batch = new byte[200];
        Picture two =
                new PictureSheet(shape, 2, 8, SheetLabels.NONE.withUnder(alike)).draw(batch, 2);
        int half = two.width() / 2;
        int differing = 0;
        for (int y = two.height() - 17; y < two.height(); y++) {
            for (int x = 0; x < 82; x++) {
                byte left = two.pixels()[y * two.width() + 2 + x];
                byte right = two.pixels()[y * two.width() + 2 + 84 + x];
                differing += left != right ? 1 : 0;
            }
        }
        assertThat(half).isEqualTo(86);
        assertThat(differing).isPositive();
    }

    @Test
    void refusesWhatIsNoBatch() {
        ImageShape shape = new ImageShape(1, 2, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PictureSheet(shape, 0, 1, SheetLabels.NONE))
                .withMessageContaining("columns must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PictureSheet(shape, 1, 0, SheetLabels.NONE))
                .withMessageContaining("scale must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new PictureSheet(shape, 1, 1, SheetLabels.NONE).draw(new byte[5], 1))
                .withMessageContaining("5 bytes");
    }
}
