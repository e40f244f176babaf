package dev.eqm.run.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes records of drafts, from the leaves up, and reports what their constructors refuse ({@link
 * IllegalArgumentException}; anything else is a bug and passes).
 *
 * <p>A record is constructed only if all of its parts were, so one wrong value is told once, and
 * not again by every record around it. What was refused earlier, by {@link Overlay}, is not told
 * here a second time.
 */
public record Assembly(Kinds kinds, Problems problems) {
    /** What a rule is about, at the start of its message: a component, or a path below it. */
    private static final Pattern COMPONENT = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");

    /** The value of a draft; empty if it, or something that it needs, was refused. */
    public Optional<Object> build(ConfigType shape, Draft draft, Spot spot) {
        if (draft instanceof Draft.Leaf leaf) {
            return Optional.of(leaf.value());
        } else if (draft instanceof Draft.Items items) {
            return list((ConfigType.Listing) shape, items, spot);
        } else if (draft instanceof Draft.Fields fields) {
            return record(fields, spot);
        }
        return Optional.empty();
    }

    /** A list of all its items; empty if one of them was refused. */
    private Optional<Object> list(ConfigType.Listing shape, Draft.Items draft, Spot spot) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < draft.items().size(); i++) {
            Draft item = draft.items().get(i);
            build(shape.item(), item, spot.item(i, item.place())).ifPresent(values::add);
        }
        boolean complete = values.size() == draft.items().size();
        return complete ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    /** Calls the constructor, which is where the rules of a section are checked. */
    private Optional<Object> record(Draft.Fields draft, Spot spot) {
        Map<String, ConfigType> shapes = Records.shapes(draft.type(), kinds);
        Map<String, Object> values = new LinkedHashMap<>();
        shapes.forEach(
                (name, shape) -> {
                    Draft part = draft.parts().getOrDefault(name, new Draft.Absent());
                    Spot at = spot.child(name, part.place());
                    if (part instanceof Draft.Absent) {
                        problems.add(spot.place(), "missing key '" + at.path() + "'");
                    }
                    build(shape, part, at).ifPresent(v -> values.put(name, v));
                });
        if (!draft.sound() || values.size() < shapes.size()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Records.construct(draft.type(), values.values()));
        } catch (IllegalArgumentException e) {
            String rule = e.getMessage() == null ? e.toString() : e.getMessage();
            report(draft, values, spot, rule);
            return Optional.empty();
        }
    }

    /**
     * Says what a constructor refused. House rule: the message starts with the component it is
     * about ({@code a must lie in [0, 1), got 1.0}), or with a path below it; then the problem is
     * told of that component, otherwise of the record.
     */
    private void report(Draft.Fields draft, Map<String, Object> values, Spot spot, String rule) {
        Matcher start = COMPONENT.matcher(rule);
        String[] names = start.lookingAt() ? start.group().split("\\.") : new String[0];
        Draft at = draft;
        Object value = null;
        Map<String, Object> siblings = values;
        ConfigType shape = new ConfigType.Fixed(draft.type());
        Spot told = spot;
        for (String name : names) {
            if (!(at instanceof Draft.Fields fields) || !fields.parts().containsKey(name)) {
                break;
            }
            shape = Records.shapes(fields.type(), kinds).get(name);
            at = fields.parts().get(name);
            value = siblings.get(name);
            siblings = value instanceof Record r ? Records.values(r) : Map.of();
            // A default is at fault only together with something written beside it.
            told = told.child(name, at.place().isDefault() ? told.place() : at.place());
        }
        boolean isSmall = value != null && !(value instanceof Record);
        String shown = isSmall ? new ConfigWriter(kinds).inline(shape, value) : "";
        problems.add(
                told.place(),
                isSmall ? told.withValue(ScalarText.shortened(shown), rule) : told.withRule(rule));
    }
}
