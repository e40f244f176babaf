package dev.eqm.train.optim;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.extension.Extensions;
import java.util.LinkedHashMap;
import java.util.Map;

/** The catalogue of optimisers. */
public final class Optimizers {
    private Optimizers() {}

    /**
     * Name in configurations -> an example.
     *
     * @throws dev.eqm.core.check.BrokenRuleException for one from another jar that calls itself
     *     otherwise: checkpoints would not agree with configurations
     */
    public static Map<String, Optimizer> examples() {
        Map<String, Optimizer> all = new LinkedHashMap<>();
        all.put(AdamW.NAME, AdamW.DEFAULT);
        all.put("sgd", Sgd.DEFAULT);
        all.put("muon", Muon.DEFAULT);
        Map<String, Optimizer> joined = Extensions.joined(Optimizer.class, all);
        joined.forEach(
                (name, optimizer) ->
                        require(
                                optimizer.name().equals(name),
                                "the optimizer '%s' must have this name, but its name() is '%s'",
                                name,
                                optimizer.name()));
        return joined;
    }
}
