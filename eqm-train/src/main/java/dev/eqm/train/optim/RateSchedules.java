package dev.eqm.train.optim;

import dev.eqm.core.extension.Extensions;
import java.util.LinkedHashMap;
import java.util.Map;

/** The catalogue of learning-rate schedules. */
public final class RateSchedules {
    private RateSchedules() {}

    /** Name in configurations -> an example. */
    public static Map<String, RateSchedule> examples() {
        Map<String, RateSchedule> all = new LinkedHashMap<>();
        all.put("constant", new ConstantRate(0));
        all.put("cosine", new CosineRate(0, 0));
        return Extensions.joined(RateSchedule.class, all);
    }
}
