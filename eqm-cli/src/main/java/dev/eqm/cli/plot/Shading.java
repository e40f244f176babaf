package dev.eqm.cli.plot;

import dev.eqm.sample.plot.Ink;
import java.util.List;

/**
 * Areas between level lines, in colours that get lighter with the height: every cell of a grid
 * belongs to the band of its mean height. Drawn before lines, which lie a part of a cell off.
 *
 * @param grid of heights, rows from below
 * @param levels between bands, ascending
 */
public record Shading(LevelLines grid, List<Double> levels) {
    private static final double PALE = 0.62;

    public Shading {
        levels = List.copyOf(levels);
    }

    /** 0 below the lowest level, the number of levels above the highest. */
    public int band(int row, int column) {
        double mean =
                (grid.height(row, column)
                                + grid.height(row, column + 1)
                                + grid.height(row + 1, column)
                                + grid.height(row + 1, column + 1))
                        / 4;
        int band = 0;
        while (band < levels.size() && mean > levels.get(band)) {
            band++;
        }
        return band;
    }

    /** Fills the square; neighbours of one band in a row are one rectangle. */
    public void draw(Panel panel) {
        int cells = grid.side() - 1;
        for (int row = 0; row < cells; row++) {
            int begin = 0;
            for (int column = 1; column <= cells; column++) {
                if (column == cells || band(row, column) != band(row, begin)) {
                    Ink ink = Ink.scale(band(row, begin) / (double) levels.size()).paler(PALE);
                    panel.rectangle(
                            at(panel, begin),
                            at(panel, row),
                            at(panel, column),
                            at(panel, row + 1),
                            ink);
                    begin = column;
                }
            }
        }
    }

    private double at(Panel panel, int point) {
        return LevelLines.place(point, grid.side(), panel.limit());
    }
}
