package dev.eqm.cli.toy;

import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.util.ArrayList;
import java.util.List;

/** The runs that are drawn together: the same network on the same points, trained differently. */
public final class ToyRuns {
    private ToyRuns() {}

    /**
     * Equilibrium Matching and Flow Matching, {@code NAME-eqm} and {@code NAME-flow-matching}; an
     * explicit energy stands alone, {@code NAME-eqm-e}.
     *
     * @param config of points in the plane
     */
    public static List<RunConfig> of(RunConfig config) {
        return config.model().energy().isExplicit()
                ? List.of(variant(config, "eqm-e", false))
                : List.of(
                        variant(config, "eqm", false),
                        variant(config, "flow-matching", true, "loss.kind=flow-matching"));
    }

    /** The same run under another name; checked as a whole, like any configuration. */
    private static RunConfig variant(
            RunConfig config, String suffix, boolean timeConditional, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("name=" + config.name() + "-" + suffix);
        settings.add("model.timeConditional=" + timeConditional);
        return new ConfigReader(RunKinds.all()).read(config, settings);
    }
}
