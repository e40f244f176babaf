package dev.eqm.cli.run;

/**
 * The grid of samples that training writes now and then, and at its end.
 *
 * @param every steps between grids; 0 for the one at the end alone
 * @param count samples in a grid, labels in turn
 * @param columns of the grid
 */
public record PreviewConfig(long every, int count, int columns) {
    /** Ten columns, so that with ten classes each is one class. */
    public static final PreviewConfig DEFAULT = new PreviewConfig(1000, 80, 10);

    public PreviewConfig {
        if (every < 0) {
            throw new IllegalArgumentException("every must not be negative, got " + every);
        }
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, got " + count);
        }
        if (columns < 1) {
            throw new IllegalArgumentException("columns must be at least 1, got " + columns);
        }
    }
}
