package dev.eqm.run.reproduce.item;

import static dev.eqm.core.check.Check.require;

import java.util.List;

/**
 * What an item does otherwise at one scale.
 *
 * @param arms instead of the item's; none: those
 * @param training laid over the training of every arm, before its own settings
 * @param sampling laid over the sampling of every arm, before its own settings
 * @param axis values instead of the item's; none: those
 * @param search values instead of the item's; none: those
 * @param calls of the search instead of the item's; 0: those
 * @param samples for each reading instead of the scale's; 0: those
 * @param without why the item is not done at this scale; empty: it is
 */
public record ScaleChange(
        List<Arm> arms,
        List<String> training,
        List<String> sampling,
        List<String> axis,
        List<String> search,
        double calls,
        int samples,
        String without) {
    /** No change. */
    public static final ScaleChange NONE =
            new ScaleChange(List.of(), List.of(), List.of(), List.of(), List.of(), 0, 0, "");

    public ScaleChange {
        require(samples >= 0, "samples must not be negative, got %s", samples);
        require(calls >= 0, "calls must not be negative, got %s", calls);
        arms = List.copyOf(arms);
        training = List.copyOf(training);
        sampling = List.copyOf(sampling);
        axis = List.copyOf(axis);
        search = List.copyOf(search);
    }
}
