package dev.eqm.run.settings;

import static dev.eqm.core.check.Check.require;

/**
 * The grid of samples that training writes now and then, and at its end; or none.
 *
 * @param every steps between grids, of which one is of the end; 0 for none at all
 * @param count samples in a grid, labels in turn
 * @param columns of the grid
 */
public record PreviewConfig(long every, int count, int columns) {
    /** Ten columns, so that with ten classes each is one class. */
    public static final PreviewConfig DEFAULT = new PreviewConfig(1000, 80, 10);

    public PreviewConfig {
        require(every >= 0, "every must not be negative, got %s", every);
        require(count >= 1, "count must be at least 1, got %s", count);
        require(columns >= 1, "columns must be at least 1, got %s", columns);
    }
}
