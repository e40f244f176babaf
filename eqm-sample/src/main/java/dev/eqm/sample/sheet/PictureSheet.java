package dev.eqm.sample.sheet;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Picture;
import dev.eqm.sample.plot.Box;
import dev.eqm.sample.plot.Lettering;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Pictures side by side, row by row, on white paper, with what they are written around them. Pixels
 * become squares of {@code scale} pixels, level by level; nothing is smoothed.
 *
 * @param shape of every picture, grey or RGB
 * @param columns fewer pictures than columns give fewer columns
 * @param scale a whole factor
 */
public record PictureSheet(ImageShape shape, int columns, int scale, SheetLabels labels) {
    /** Pixels between pictures. */
    static final int GAP = 4;

    private static final int TEXT = 13; // size of letters
    private static final int SMALL = 11;
    private static final int LINE = 17; // height of a line of text
    private static final int BETWEEN = 6; // text and pictures beside it
    private static final int WIDEST = 190; // label of a row
    private static final int HIGHEST = 130; // heading that is read from below
    private static final int ROOMY = 64; // pixels of a column in which a shortened name still tells

    public PictureSheet {
        require(columns >= 1, "columns must be at least 1, got %s", columns);
        require(scale >= 1, "scale must be at least 1, got %s", scale);
    }

    /** The same under another title. */
    public PictureSheet titled(String title) {
        return new PictureSheet(shape, columns, scale, labels.titled(title));
    }

    /**
     * One picture of all; places of an unfinished last row stay white.
     *
     * @param batch uint8 [N, H, W, C], N at least 1
     */
    public Picture draw(byte[] batch, int n) {
        boolean fits = n >= 1 && batch.length == (long) n * shape.elementCount();
        String rule = "a sheet of %s images of %s got %s bytes";
        require(fits, rule, n, shape, batch.length);
        int c = shape.channels();
        int height = height(n);
        int width = width(n);
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(height, width), c)];
        Arrays.fill(out, (byte) 255);
        Picture sheet = new Picture(out, height, width, c);
        for (int i = 0; i < n; i++) {
            enlarge(batch, i, sheet, cell(i, n));
        }
        write(new Pen(sheet), n);
        return sheet;
    }

    /** Where a picture of so many lies. */
    Box cell(int i, int n) {
        int perRow = perRow(n);
        int left = beside() + GAP + i % perRow * (cellWidth() + GAP);
        int row = i / perRow;
        return new Box(left, top() + GAP + row * pitch(), cellWidth(), cellHeight());
    }

    private int width(int n) {
        return beside() + perRow(n) * (cellWidth() + GAP) + GAP;
    }

    private int height(int n) {
        int perRow = perRow(n);
        int rows = (n + perRow - 1) / perRow;
        return Math.addExact(top() + GAP, Math.multiplyExact(rows, pitch()));
    }

    /** From a row to the next. */
    private int pitch() {
        return cellHeight() + GAP + (labels.under().isEmpty() ? 0 : LINE);
    }

    private int perRow(int n) {
        return Math.min(n, columns);
    }

    private int cellWidth() {
        return Math.multiplyExact(shape.width(), scale);
    }

    private int cellHeight() {
        return Math.multiplyExact(shape.height(), scale);
    }

    /** Room at the left for labels of rows. */
    private int beside() {
        double widest =
                labels.beside().stream()
                        .flatMap(String::lines)
                        .mapToDouble(line -> Lettering.width(line, TEXT))
                        .max()
                        .orElse(0);
        return widest == 0 ? 0 : (int) Math.ceil(Math.min(WIDEST, widest)) + 2 * BETWEEN;
    }

    /** Room above the pictures for the title and the headings of columns. */
    private int top() {
        return (labels.title().isEmpty() ? 0 : LINE) + headings();
    }

    private int headings() {
        if (labels.above().isEmpty()) {
            return 0;
        }
        if (!isUpright()) {
            return LINE;
        }
        double longest =
                labels.above().stream().mapToDouble(t -> Lettering.width(t, SMALL)).max().orElse(0);
        return (int) Math.ceil(Math.min(HIGHEST, longest)) + BETWEEN;
    }

    /** Whether headings are read from below: columns are too narrow for them. */
    private boolean isUpright() {
        return cellWidth() < ROOMY && !fit(labels.above(), SMALL, cellWidth());
    }

    private static boolean fit(List<String> texts, int size, double room) {
        return texts.stream().allMatch(t -> Lettering.width(t, size) <= room);
    }

    /** Each pixel as a square. */
    private void enlarge(byte[] batch, int i, Picture sheet, Box place) {
        int c = shape.channels();
        byte[] out = sheet.pixels();
        int stride = sheet.width() * c;
        for (int y = 0; y < shape.height(); y++) {
            int from = (i * shape.height() + y) * shape.width() * c;
            int to = ((int) place.top() + y * scale) * stride + ((int) place.left()) * c;
            for (int x = 0; x < cellWidth(); x++) {
                System.arraycopy(batch, from + x / scale * c, out, to + x * c, c);
            }
            for (int k = 1; k < scale; k++) {
                System.arraycopy(out, to, out, to + k * stride, cellWidth() * c);
            }
        }
    }

    private void write(Pen pen, int n) {
        pen.write(labels.title(), TEXT, beside() + GAP, LINE - 4.0);
        int perRow = perRow(n);
        int room = cellWidth();
        List<String> above = labels.above().subList(0, Math.min(perRow, labels.above().size()));
        int size = fit(above, TEXT, room) ? TEXT : SMALL;
        List<String> shown = shortened(above, size, isUpright() ? HIGHEST : room);
        for (int i = 0; i < shown.size(); i++) {
            double middle = cell(i, n).left() + room / 2.0;
            if (isUpright()) {
                pen.upwards(shown.get(i), SMALL, middle + 4, top() - BETWEEN / 2.0);
            } else {
                pen.centred(shown.get(i), size, middle, top() - 2.0);
            }
        }
        List<String> under = labels.under().subList(0, Math.min(n, labels.under().size()));
        int small = fit(under, TEXT, room) ? TEXT : SMALL;
        List<String> names = shortened(under, small, room);
        for (int i = 0; i < names.size(); i++) {
            Box cell = cell(i, n);
            pen.centred(names.get(i), small, cell.left() + room / 2.0, cell.bottom() + LINE - 4);
        }
        for (int row = 0; row < labels.beside().size() && row * perRow < n; row++) {
            beside(pen, labels.beside().get(row).lines().toList(), cell(row * perRow, n));
        }
    }

    /** Lines of a row's label, around the middle of its pictures. */
    private void beside(Pen pen, List<String> lines, Box first) {
        double top = first.top() + (first.height() - lines.size() * LINE) / 2;
        for (int k = 0; k < lines.size(); k++) {
            String line = Lettering.shortened(lines.get(k), TEXT, WIDEST);
            double left = first.left() - BETWEEN - Lettering.width(line, TEXT);
            pen.write(line, TEXT, left, top + (k + 1) * LINE - 4);
        }
    }

    /** All in a width; names that would become the same keep their ends as well. */
    private static List<String> shortened(List<String> texts, int size, double room) {
        List<String> ends = texts.stream().map(t -> Lettering.shortened(t, size, room)).toList();
        Set<String> different = new HashSet<>(texts);
        return new HashSet<>(ends).size() == different.size()
                ? ends
                : texts.stream().map(t -> Lettering.shortenedInside(t, size, room)).toList();
    }
}
