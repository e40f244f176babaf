package dev.eqm.models.sit;

import static dev.eqm.core.check.Check.require;

/**
 * The fixed 2-D sine/cosine position table.
 *
 * <p>The first D/2 channels encode the column, the second D/2 the row; within each half D/4 sines,
 * then D/4 cosines, of position · 10000^(−k/(D/4)). Computed in double.
 */
public final class PositionTable {
    private static final double BASE = 10000;

    private PositionTable() {}

    /**
     * The table.
     *
     * @param width D, a multiple of 4
     * @param grid tokens a side
     * @return [grid², D], token index = row · grid + column
     */
    public static float[] of(int width, int grid) {
        require(width >= 4 && width % 4 == 0, "width must be a multiple of 4, got %s", width);
        float[] table = new float[grid * grid * width];
        for (int token = 0; token < grid * grid; token++) {
            encode(table, token * width, width / 4, token % grid);
            encode(table, token * width + width / 2, width / 4, token / grid);
        }
        return table;
    }

    private static void encode(float[] into, int at, int quarter, int position) {
        for (int k = 0; k < quarter; k++) {
            double angle = position * Math.pow(BASE, -k / (double) quarter);
            into[at + k] = (float) Math.sin(angle);
            into[at + quarter + k] = (float) Math.cos(angle);
        }
    }
}
