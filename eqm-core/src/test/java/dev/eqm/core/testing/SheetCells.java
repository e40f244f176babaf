package dev.eqm.core.testing;

import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import java.nio.file.Path;

/**
 * The pictures of a sheet, found from its lower right corner: labels stand above and at the left.
 *
 * @param rows of pictures
 * @param side of a picture, before it was enlarged
 * @param under pixels that texts take under each row
 */
public record SheetCells(Picture sheet, int rows, int columns, int side, int scale, int under) {
    /** Pixels between pictures. */
    public static final int GAP = 4;

    /** Of a file, whose pictures have nothing under them. */
    public static SheetCells of(Path png, int rows, int columns, int side, int scale) {
        return new SheetCells(Png.read(png), rows, columns, side, scale, 0);
    }

    /** Pixels left of the pictures, for labels of rows. */
    public int left() {
        return sheet.width() - columns * (side * scale + GAP) - GAP;
    }

    /** Pixels above the pictures, for headings of columns. */
    public int top() {
        return sheet.height() - rows * (side * scale + GAP + under) - GAP;
    }

    /** A picture in its own size, [side, side, C]; every square must be of one colour. */
    public byte[] cell(int row, int column) {
        int c = sheet.channels();
        byte[] cell = new byte[side * side * c];
        int fromLeft = left() + GAP + column * (side * scale + GAP);
        int fromTop = top() + GAP + row * (side * scale + GAP + under);
        for (int i = 0; i < side * scale; i++) {
            for (int j = 0; j < side * scale * c; j++) {
                byte level = sheet.pixels()[((fromTop + i) * sheet.width() + fromLeft) * c + j];
                int at = (i / scale * side + j / c / scale) * c + j % c;
                boolean first = i % scale == 0 && j / c % scale == 0;
                if (!first && cell[at] != level) {
                    throw new AssertionError(
                            "a pixel of picture %d, %d is no square".formatted(row, column));
                }
                cell[at] = level;
            }
        }
        return cell;
    }
}
