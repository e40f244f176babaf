package dev.eqm.run.weights;

import dev.eqm.core.store.Json;
import dev.eqm.models.weights.Published;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a checkpoint keeps of the file that it was imported from, so that an export returns it. */
public final class Origin {
    private static final String ARGS = "args";
    private static final String OPTIMIZER = "optimizer";

    private Origin() {}

    /** What JSON can say of the arguments and the optimiser's settings. */
    public static Map<String, Object> of(Published published) {
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put(ARGS, sayable(published.args(), new ArrayList<>()));
        origin.put(OPTIMIZER, sayable(published.optimizer(), new ArrayList<>()));
        return origin;
    }

    /** The names of what it cannot say. */
    public static List<String> lost(Published published) {
        List<String> lost = new ArrayList<>();
        sayable(published.args(), lost);
        sayable(published.optimizer(), lost);
        return lost;
    }

    public static Map<String, Object> args(Map<String, Object> origin) {
        return part(origin, ARGS);
    }

    public static Map<String, Object> optimizer(Map<String, Object> origin) {
        return part(origin, OPTIMIZER);
    }

    private static Map<String, Object> part(Map<String, Object> origin, String name) {
        Map<String, Object> part = new LinkedHashMap<>();
        if (origin.get(name) instanceof Map<?, ?> kept) {
            kept.forEach((key, value) -> part.put((String) key, value));
        }
        return part;
    }

    private static Map<String, Object> sayable(Map<String, Object> values, List<String> lost) {
        Map<String, Object> some = new LinkedHashMap<>();
        values.forEach(
                (key, value) -> {
                    if (isSayable(value)) {
                        some.put(key, value);
                    } else {
                        lost.add(key);
                    }
                });
        return some;
    }

    private static boolean isSayable(Object value) {
        try {
            return !Json.write(value).isEmpty();
        } catch (IllegalArgumentException e) { // NaN, numbers beyond 64 bits, tensors
            return false;
        }
    }
}
