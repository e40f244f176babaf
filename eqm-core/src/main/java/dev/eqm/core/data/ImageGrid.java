package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import java.util.Arrays;
import java.util.List;

/** Images side by side, row by row, {@code padding} white pixels around each. */
public record ImageGrid(int columns, int padding) {
    private static final byte WHITE = (byte) 255;

    public ImageGrid {
        String rule = "columns must be at least 1 and padding at least 0, got %d and %d";
        require(columns >= 1 && padding >= 0, rule, columns, padding);
    }

    /** As square as n images allow, two pixels apart. */
    public static ImageGrid squareFor(int n) {
        return new ImageGrid((int) Math.ceil(Math.sqrt(n)), 2);
    }

    /**
     * One picture of all images; places of an unfinished last row stay white. Fewer images than
     * columns give fewer columns.
     *
     * @param batch uint8 [N, H, W, C], N at least 1
     */
    public Picture arrange(byte[] batch, int n, int h, int w, int c) {
        boolean fits = n >= 1 && batch.length == (long) n * h * w * c;
        String rule = "a grid needs bytes of shape [N, H, W, C] with N >= 1, got %s and %d bytes";
        require(fits, rule, List.of(n, h, w, c), batch.length);
        int perRow = Math.min(n, columns);
        int rows = (n + perRow - 1) / perRow;
        int height = rows * (h + padding) + padding;
        int width = perRow * (w + padding) + padding;
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(height, width), c)];
        Arrays.fill(out, WHITE);
        for (int i = 0; i < n; i++) {
            int top = i / perRow * (h + padding) + padding;
            int left = i % perRow * (w + padding) + padding;
            for (int y = 0; y < h; y++) {
                int from = (i * h + y) * w * c;
                System.arraycopy(batch, from, out, ((top + y) * width + left) * c, w * c);
            }
        }
        return new Picture(out, height, width, c);
    }
}
