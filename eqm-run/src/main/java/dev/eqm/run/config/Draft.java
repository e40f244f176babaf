package dev.eqm.run.config;

import dev.eqm.core.check.BrokenRuleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration that has not been validated yet: what the records will be made of. Kept apart
 * from the records so that a setting may repair what the file alone would break.
 */
public sealed interface Draft {
    /** Where it was written. */
    Place place();

    /** A value that is read already. */
    record Leaf(Object value, Place place) implements Draft {}

    /** A list from a file. */
    record Items(List<Draft> items, Place place) implements Draft {}

    /**
     * A record to be.
     *
     * @param sound false if something written for it was refused; then it is never constructed
     */
    record Fields(Class<?> type, Map<String, Draft> parts, Place place, boolean sound)
            implements Draft {}

    /** Something was refused here, and told. */
    record Broken(Place place) implements Draft {}

    /** No value and no default: an item of a list has none. */
    record Absent() implements Draft {
        @Override
        public Place place() {
            return Place.DEFAULTS;
        }
    }

    /** The draft after a refusal; the parts stay known, so that later keys can be checked. */
    default Draft refused(Place at) {
        return this instanceof Fields f ? new Fields(f.type, f.parts, at, false) : new Broken(at);
    }

    /** The draft of a default; one with a null or an infinity is a mistake of the programmer. */
    static Draft of(ConfigType shape, Object value, String path, Kinds kinds) {
        if (value == null) {
            throw new BrokenRuleException("the default of '" + path + "' is null");
        } else if (value instanceof Double d && !Double.isFinite(d)) {
            throw new BrokenRuleException("the default of '" + path + "' is not finite");
        } else if (shape instanceof ConfigType.Single
                || shape instanceof ConfigType.Word
                || shape instanceof ConfigType.Listing) {
            return new Leaf(value, Place.DEFAULTS); // lists are replaced as a whole
        }
        if (shape instanceof ConfigType.Open open) {
            kinds.nameOf(open.type(), value); // must be one
        }
        Map<String, Draft> parts = new LinkedHashMap<>();
        Map<String, Object> values = Records.values((Record) value);
        Map<String, ConfigType> shapes = Records.shapes(value.getClass(), kinds);
        shapes.forEach(
                (key, part) ->
                        parts.put(key, of(part, values.get(key), Spot.below(path, key), kinds)));
        return new Fields(value.getClass(), parts, Place.DEFAULTS, true);
    }
}
