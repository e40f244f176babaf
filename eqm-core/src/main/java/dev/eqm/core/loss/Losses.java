package dev.eqm.core.loss;

import dev.eqm.core.extension.Extensions;
import dev.eqm.core.schedule.TruncatedDecay;
import java.util.LinkedHashMap;
import java.util.Map;

/** The catalogue of losses. */
public final class Losses {
    private Losses() {}

    /** Name in configurations -> an example with the paper's values. */
    public static Map<String, Loss> examples() {
        Map<String, Loss> all = new LinkedHashMap<>();
        all.put("eqm", new EqmLoss(new TruncatedDecay(0.8, 4)));
        all.put("flow-matching", new FlowMatchingLoss());
        all.put("unconditional-flow-matching", new UnconditionalFlowMatchingLoss());
        all.put("dispersive", new DispersiveLoss(new EqmLoss(new TruncatedDecay(0.8, 4)), 0.5));
        return Extensions.joined(Loss.class, all);
    }
}
