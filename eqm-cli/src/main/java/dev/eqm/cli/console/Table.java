package dev.eqm.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows under headings, each column as wide as its widest cell. Numbers stand at the right of their
 * column, everything else at the left.
 *
 * <p>Cells are made as text first, so that colours, which take no room, do not move columns.
 */
final class Table {
    private final List<String> headings;
    private final List<Boolean> right;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param headings of the columns; one that begins with {@code >} is a column of numbers
     */
    Table(String... headings) {
        this.headings = List.of(headings).stream().map(h -> h.replaceFirst("^>", "")).toList();
        this.right = List.of(headings).stream().map(h -> h.startsWith(">")).toList();
    }

    /** A cell for each column. */
    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /**
     * The lines, headings first.
     *
     * @param heading makes the line of headings stand out
     * @param styles of the cells of a column, by its number; colours only
     */
    List<String> lines(UnaryOperator<String> heading, List<UnaryOperator<String>> styles) {
        List<String> lines = new ArrayList<>();
        lines.add(heading.apply(line(headings, List.of())));
        rows.forEach(row -> lines.add(line(row, styles)));
        return lines;
    }

    private String line(List<String> cells, List<UnaryOperator<String>> styles) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            String cell = cells.get(c);
            String room = " ".repeat(width(c) - cell.length());
            String styled = c < styles.size() ? styles.get(c).apply(cell) : cell;
            boolean last = c == cells.size() - 1;
            line.append(right.get(c) ? room + styled : styled + (last ? "" : room));
            line.append(last ? "" : "  ");
        }
        return line.toString();
    }

    private int width(int column) {
        int widest = headings.get(column).length();
        for (List<String> row : rows) {
            widest = Math.max(widest, row.get(column).length());
        }
        return widest;
    }
}
