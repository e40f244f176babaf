package dev.eqm.run.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays YAML over a draft: keys that are written replace, the others keep what was there. Reports
 * everything that does not fit and goes on: a refused part becomes {@link Draft.Broken}, or a
 * record that is not {@code sound}, and is not constructed later.
 *
 * @param root the whole draft before, in which keys at the wrong place are looked for
 */
public record Overlay(Kinds kinds, Problems problems, Draft root) {

    /**
     * The draft with the node on top.
     *
     * @param base what is overlaid; its place is that of the last file or setting that wrote it
     */
    public Draft apply(ConfigType shape, Draft base, YamlNode node, Spot spot) {
        if (shape instanceof ConfigType.Single single) {
            return single(Scalars.read(single.type(), node), base, node, spot);
        } else if (shape instanceof ConfigType.Word word) {
            return single(Scalars.word(kinds.words(word.type()), node), base, node, spot);
        } else if (shape instanceof ConfigType.Listing listing) {
            return list(listing, base, node, spot);
        }
        if (!(node instanceof YamlNode.Mapping mapping)) {
            String example = shape instanceof ConfigType.Open ? "{kind: ...}" : "{key: value}";
            String rule = "must be a mapping such as " + example;
            return refuse(base, spot, node, Scalars.isNull(node) ? Scalars.NO_VALUE : rule);
        }
        if (shape instanceof ConfigType.Open open) {
            return open(open, base, mapping, spot);
        }
        Class<?> type = ((ConfigType.Fixed) shape).type();
        return fields(base instanceof Draft.Fields f ? f : blank(type), shape, mapping, spot);
    }

    private Draft single(Scalars.Reading reading, Draft base, YamlNode node, Spot spot) {
        if (reading instanceof Scalars.Reading.Value read) {
            return new Draft.Leaf(read.value(), spot.place());
        }
        return refuse(base, spot, node, ((Scalars.Reading.Broken) reading).rule());
    }

    /** Items have no defaults, so each must say everything. */
    private Draft list(ConfigType.Listing shape, Draft base, YamlNode node, Spot spot) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            String rule = "must be a list such as [first, second], given as a whole";
            return refuse(base, spot, node, Scalars.isNull(node) ? Scalars.NO_VALUE : rule);
        }
        List<Draft> items = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            Spot at = spot.item(items.size(), item.place());
            items.add(apply(shape.item(), new Draft.Absent(), item, at));
        }
        return new Draft.Items(items, spot.place());
    }

    /** An interface: a new kind starts from its example, without a kind the present one stays. */
    private Draft open(ConfigType.Open shape, Draft base, YamlNode.Mapping mapping, Spot spot) {
        List<String> names = kinds.names(shape.type());
        String rule = "must be one of " + String.join(", ", names);
        Draft start = base;
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!entry.key().equals(Kinds.KEY)) {
                continue;
            }
            Spot at = spot.child(Kinds.KEY, entry.place());
            if (!(entry.value() instanceof YamlNode.Scalar name)) {
                return refuseKind(base, at, entry.value(), rule);
            }
            Optional<Record> example = kinds.example(shape.type(), name.text());
            if (example.isEmpty()) {
                return refuseKind(base, at, name, rule + Names.suggestion(name.text(), names));
            } else if (!(start instanceof Draft.Fields f && f.type() == example.get().getClass())) {
                start = Draft.of(shape, example.get(), spot.path(), kinds);
            }
        }
        if (start instanceof Draft.Fields fields) {
            return fields(fields, shape, mapping, spot);
        }
        problems.add(spot.place(), spot.withRule("the key 'kind' is missing; it " + rule));
        return base.refused(spot.place());
    }

    /** Keeps the parts of the kind that was there, so that other keys can still be checked. */
    private Draft refuseKind(Draft base, Spot kind, YamlNode node, String rule) {
        refuse(base, kind, node, rule);
        return base.refused(kind.place());
    }

    /**
     * Lays keys over the parts of a record.
     *
     * @param start the record as it was, or the example of its new kind
     * @param shape open: the key {@code kind} has been read already
     */
    private Draft fields(
            Draft.Fields start, ConfigType shape, YamlNode.Mapping mapping, Spot spot) {
        Map<String, ConfigType> shapes = Records.shapes(start.type(), kinds);
        Map<String, Draft> parts = new LinkedHashMap<>(start.parts());
        Map<String, Place> seen = new LinkedHashMap<>();
        boolean sound = start.sound();
        boolean wroteValue = false;
        for (YamlNode.Entry entry : mapping.entries()) {
            Spot at = spot.child(entry.key(), entry.place());
            Place first = seen.putIfAbsent(entry.key(), entry.place());
            if (first != null) {
                String key = ScalarText.shortened(at.path());
                problems.add(at.place(), "duplicate key '" + key + "'; first written at " + first);
                sound = false;
            }
            wroteValue |= !(entry.value() instanceof YamlNode.Mapping);
            if (shapes.containsKey(entry.key())) {
                Draft part = parts.getOrDefault(entry.key(), new Draft.Absent());
                parts.put(entry.key(), apply(shapes.get(entry.key()), part, entry.value(), at));
            } else if (!(shape instanceof ConfigType.Open && entry.key().equals(Kinds.KEY))) {
                UnknownKeys keys = new UnknownKeys(kinds, root);
                problems.add(at.place(), keys.describe(at, entry.key(), start.type(), shape));
                sound = false;
            }
        }
        // A setting a.b.c=v passes through a and a.b; only the owner of c is its business.
        boolean owner = wroteValue || start.place().isDefault();
        Place place = owner ? spot.place() : start.place();
        return new Draft.Fields(start.type(), parts, place, sound);
    }

    /** Tells the problem with the value as it was written. */
    private Draft refuse(Draft base, Spot spot, YamlNode node, String rule) {
        problems.add(spot.place(), spot.withValue(node.brief(), rule));
        return base.refused(spot.place());
    }

    /** A record without defaults, such as an item of a list. */
    private static Draft.Fields blank(Class<?> type) {
        return new Draft.Fields(type, Map.of(), Place.DEFAULTS, true);
    }
}
