package dev.eqm.run.weights;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonObject;
import dev.eqm.models.weights.Published;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the file of imported weights said beside them. Its checkpoint keeps it, so that an export
 * returns it; what JSON cannot say (NaN, tensors, numbers beyond 64 bits) is lost.
 *
 * @param args arguments of the script that trained it, plain values
 * @param optimizer settings of its optimiser, plain values
 * @param lost names of the arguments and settings that could not be kept
 */
public record Origin(Map<String, Object> args, Map<String, Object> optimizer, List<String> lost) {
    private static final String ARGS = "args";
    private static final String OPTIMIZER = "optimizer";

    /** Of a published file. */
    static Origin of(Published published) {
        List<String> lost = new ArrayList<>();
        return new Origin(
                sayable(published.args(), lost), sayable(published.optimizer(), lost), lost);
    }

    /** As a checkpoint keeps it; both maps are empty for one that was not imported. */
    static Origin read(Map<String, Object> kept) {
        return new Origin(part(kept, ARGS), part(kept, OPTIMIZER), List.of());
    }

    /** As a checkpoint is to keep it. */
    JsonObject toJson() {
        return JsonObject.of(ARGS, args).with(OPTIMIZER, optimizer);
    }

    private static Map<String, Object> part(Map<String, Object> origin, String name) {
        JsonObject part = JsonObject.of(Map.of());
        if (origin.get(name) instanceof Map<?, ?> kept) {
            kept.forEach((key, value) -> part.with((String) key, value));
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
