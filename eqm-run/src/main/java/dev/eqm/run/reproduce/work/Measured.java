package dev.eqm.run.reproduce.work;

import dev.eqm.run.reproduce.measure.Readings;
import java.util.List;
import java.util.Map;

/**
 * All numbers of an item.
 *
 * @param choices of the searches
 * @param bySeed readings of every cell
 * @param floors readings of real images, by seed; empty for a measure without
 */
public record Measured(
        ItemPlan plan,
        Map<Cell, Choice> choices,
        List<Map<Cell, Readings>> bySeed,
        List<Readings> floors) {}
