package dev.eqm.cli.golden;

import dev.eqm.models.sit.PositionTable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The position table: {@code dim<D>_grid<G>}, whole or {@code _at_rows} of {@code _rows}. */
final class PositionCases implements GoldenGroup {
    private static final Pattern TABLE = Pattern.compile("(dim(\\d+)_grid(\\d+))(_at_rows)?");

    @Override
    public void run(GoldenCase golden, Answers answers) {
        for (Matcher m : golden.expected(TABLE)) {
            int width = Integer.parseInt(m.group(2));
            int grid = Integer.parseInt(m.group(3));
            float[] table = PositionTable.of(width, grid);
            long[] rows =
                    m.group(4) == null
                            ? allRows(grid * grid)
                            : golden.tensor(m.group(1) + "_rows").longs();
            answers.put(m.group(), rows(table, width, rows), rows.length, width);
        }
    }

    private static long[] allRows(int n) {
        long[] rows = new long[n];
        for (int i = 0; i < n; i++) {
            rows[i] = i;
        }
        return rows;
    }

    private static double[] rows(float[] table, int width, long[] rows) {
        double[] chosen = new double[rows.length * width];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = table[Math.toIntExact(rows[i / width]) * width + i % width];
        }
        return chosen;
    }
}
