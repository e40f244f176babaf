package dev.eqm.cli.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Charts in rows of two, the same drawing as PNG and as SVG.
 *
 * @param charts at least one
 */
public record ChartSheet(List<Chart> charts) {
    private static final int COLUMNS = 2;

    /** Writes both files, and their folder if needed. */
    public void write(Path png, Path svg) {
        int columns = Math.min(COLUMNS, charts.size());
        int rows = (charts.size() + columns - 1) / columns;
        try {
            Files.createDirectories(png.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(png + ": its folder cannot be made: " + e, e);
        }
        int width = columns * Chart.WIDTH;
        int height = rows * Chart.HEIGHT;
        Canvas pixels = new RasterCanvas(width, height, 2);
        draw(pixels, columns);
        pixels.write(png);
        Canvas vectors = new SvgCanvas(width, height);
        draw(vectors, columns);
        vectors.write(svg);
    }

    private void draw(Canvas canvas, int columns) {
        for (int i = 0; i < charts.size(); i++) {
            double left = (double) (i % columns) * Chart.WIDTH;
            double top = Math.floor(i / (double) columns) * Chart.HEIGHT;
            charts.get(i).draw(canvas, left, top);
        }
    }
}
