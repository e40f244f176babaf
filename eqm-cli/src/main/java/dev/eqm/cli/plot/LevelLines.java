package dev.eqm.cli.plot;

import static dev.eqm.core.check.Check.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines of equal height by marching squares: where a grid of heights, linear along the edges of its
 * cells, meets a level. Lines are joined across cells; a closed one ends where it began.
 *
 * @param side points a side
 * @param heights [side²], row by row
 */
public record LevelLines(int side, double[] heights) {
    /** A line in grid units: (x[i], y[i]) with x along a row, both in [0, side − 1]. */
    public record Line(double[] x, double[] y) {}

    // Edges of a cell: 0 bottom, 1 right, 2 top, 3 left. Corners: 1 lower left, 2 lower right, 4
    // upper right, 8 upper left; a case is the sum of the corners above the level.
    private static final int[][] CASES = {
        {}, {3, 0}, {0, 1}, {3, 1}, {1, 2}, {}, {0, 2}, {3, 2}, {2, 3}, {2, 0}, {}, {2, 1}, {1, 3},
        {1, 0}, {0, 3}, {}
    };
    private static final int LOWER_LEFT_SADDLE = 5;
    private static final int LOWER_RIGHT_SADDLE = 10;

    public LevelLines {
        require(
                side >= 2 && heights.length == side * side,
                "heights must be %s² numbers, side at least 2, got %s",
                side,
                heights.length);
    }

    /** All lines at a level; none if nothing crosses it. */
    public List<Line> at(double level) {
        Map<Integer, List<Integer>> neighbours = new LinkedHashMap<>(); // edge -> edges it joins
        for (int row = 0; row + 1 < side; row++) {
            for (int column = 0; column + 1 < side; column++) {
                int[] edges = crossings(row, column, level);
                for (int k = 0; k < edges.length; k += 2) {
                    int a = edge(row, column, edges[k]);
                    int b = edge(row, column, edges[k + 1]);
                    neighbours.computeIfAbsent(a, e -> new ArrayList<>()).add(b);
                    neighbours.computeIfAbsent(b, e -> new ArrayList<>()).add(a);
                }
            }
        }
        List<Line> lines = new ArrayList<>();
        List<Integer> all = List.copyOf(neighbours.keySet());
        for (int e : all) { // lines with ends first, so that what is left is closed
            if (neighbours.containsKey(e) && neighbours.get(e).size() == 1) {
                lines.add(line(walk(e, neighbours), level));
            }
        }
        for (int e : all) {
            if (neighbours.containsKey(e)) {
                List<Integer> loop = walk(e, neighbours);
                loop.add(e);
                lines.add(line(loop, level));
            }
        }
        return lines;
    }

    /**
     * The edges of a cell that a level crosses, in pairs that belong to one line. Two opposite
     * corners above it are a saddle, which the height in the middle decides.
     */
    private int[] crossings(int row, int column, double level) {
        double a = height(row, column);
        double b = height(row, column + 1);
        double c = height(row + 1, column + 1);
        double d = height(row + 1, column);
        int which =
                (a > level ? 1 : 0)
                        + (b > level ? 2 : 0)
                        + (c > level ? 4 : 0)
                        + (d > level ? 8 : 0);
        if (which == LOWER_LEFT_SADDLE || which == LOWER_RIGHT_SADDLE) {
            boolean high = (a + b + c + d) / 4 > level; // the middle joins the high corners
            boolean cutLowerLeft = (which == LOWER_LEFT_SADDLE) != high;
            return cutLowerLeft ? new int[] {3, 0, 1, 2} : new int[] {0, 1, 2, 3};
        }
        return CASES[which];
    }

    /**
     * From edge to edge as long as there is a next one; what was walked is taken out of the map.
     */
    private static List<Integer> walk(int from, Map<Integer, List<Integer>> neighbours) {
        List<Integer> path = new ArrayList<>();
        for (int e = from, next; ; e = next) {
            path.add(e);
            List<Integer> ways = neighbours.remove(e);
            next = ways.stream().filter(neighbours::containsKey).findFirst().orElse(-1);
            if (next < 0) {
                return path;
            }
        }
    }

    /** Every edge of the grid once: even numbers lie along rows, odd ones across. */
    private int edge(int row, int column, int ofCell) {
        return switch (ofCell) {
            case 0 -> 2 * (row * side + column);
            case 1 -> 2 * (row * side + column + 1) + 1;
            case 2 -> 2 * ((row + 1) * side + column);
            default -> 2 * (row * side + column) + 1;
        };
    }

    /** Where on its edge each point lies, by linear interpolation between the two heights. */
    private Line line(List<Integer> edges, double level) {
        double[] x = new double[edges.size()];
        double[] y = new double[edges.size()];
        for (int i = 0; i < x.length; i++) {
            int point = edges.get(i) / 2;
            int row = point / side;
            int column = point % side;
            boolean along = edges.get(i) % 2 == 0;
            double from = height(row, column);
            double to = along ? height(row, column + 1) : height(row + 1, column);
            double part = (level - from) / (to - from);
            x[i] = column + (along ? part : 0);
            y[i] = row + (along ? 0 : part);
        }
        return new Line(x, y);
    }

    double height(int row, int column) {
        return heights[row * side + column];
    }

    /**
     * Where a place along a grid lies in the plane, if the grid covers [−limit, limit].
     *
     * @param at in grid units, from 0 to side − 1
     */
    public static double place(double at, int side, double limit) {
        return limit * (2 * at / (side - 1) - 1);
    }
}
