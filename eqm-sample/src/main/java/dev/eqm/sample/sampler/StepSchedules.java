package dev.eqm.sample.sampler;

import dev.eqm.core.extension.Extensions;
import java.util.LinkedHashMap;
import java.util.Map;

/** The catalogue of step-size schedules. */
public final class StepSchedules {
    private StepSchedules() {}

    /** Name in configurations -> an example. */
    public static Map<String, StepSchedule> examples() {
        Map<String, StepSchedule> all = new LinkedHashMap<>();
        all.put("constant", new ConstantStep());
        all.put("linear", new LinearStep(0));
        all.put("cosine", new CosineStep(0));
        all.put("warm-up", new WarmUpStep(10, 0));
        return Extensions.joined(StepSchedule.class, all);
    }
}
