package dev.eqm.run.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Text to {@link YamlNode}s. One document; no anchors, aliases or tags: a configuration says what
 * it says on the line where it says it.
 *
 * <p>The tree is made from parser events instead of the library's composer, which would resolve
 * aliases and recurse without a bound.
 */
public final class YamlParser {
    private static final int MAX_DEPTH = 64;

    /** Stops the walk; the problem has been told. */
    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final String text;
    private final Function<Position, Place> places;
    private final Problems problems;
    private boolean refused;

    /** A position in the text; line and column from 1. */
    public record Position(int line, int column) {}

    private YamlParser(String text, Function<Position, Place> places, Problems problems) {
        this.text = text;
        this.places = places;
        this.problems = problems;
    }

    /**
     * Parses one document.
     *
     * @param places turns a position into the place told to the user
     * @return the root; empty if the text has no document, or if something was added to problems
     */
    public static Optional<YamlNode> parse(
            String text, Function<Position, Place> places, Problems problems) {
        return new YamlParser(text, places, problems).document();
    }

    private Optional<YamlNode> document() {
        // One buffer for all: snakeyaml-engine 3.0.1 throws IndexOutOfBoundsException where the end
        // of its buffer falls between the two halves of a surrogate pair.
        LoadSettings settings = LoadSettings.builder().setBufferSize(text.length() + 16).build();
        Optional<YamlNode> root = Optional.empty();
        try {
            boolean open = false;
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            while (events.hasNext()) {
                Event event = events.next();
                if (event instanceof DocumentStartEvent && open) {
                    throw stop(
                            place(event),
                            "a second YAML document starts here; only one is allowed");
                } else if (event instanceof DocumentStartEvent) {
                    open = true;
                } else if (event instanceof NodeEvent) {
                    root = Optional.of(node(event, events, 0));
                }
            }
            return refused ? Optional.empty() : root;
        } catch (Stop told) {
            return Optional.empty();
        } catch (YamlEngineException e) {
            problems.add(placeOf(e), "not YAML: " + reason(e));
            return Optional.empty();
        }
    }

    /** The node that begins with an event; reads on to its end. */
    private YamlNode node(Event event, Iterator<Event> events, int depth) throws Stop {
        Place place = place(event);
        if (depth > MAX_DEPTH) {
            throw stop(place, "nested deeper than " + MAX_DEPTH + " levels");
        }
        refuseExtras((NodeEvent) event, place);
        if (event instanceof ScalarEvent scalar) {
            return new YamlNode.Scalar(place, scalar.getValue(), scalar.isPlain());
        } else if (event instanceof AliasEvent) {
            return new YamlNode.Scalar(place, "", true); // refused above, never bound
        } else if (event instanceof MappingStartEvent) {
            return new YamlNode.Mapping(place, entries(events, depth + 1));
        }
        List<YamlNode> items = new ArrayList<>();
        for (Event e = events.next(); e instanceof NodeEvent; e = events.next()) {
            items.add(node(e, events, depth + 1));
        }
        return new YamlNode.Sequence(place, items);
    }

    private List<YamlNode.Entry> entries(Iterator<Event> events, int depth) throws Stop {
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (Event e = events.next(); e instanceof NodeEvent; e = events.next()) {
            YamlNode key = node(e, events, depth);
            if (!(key instanceof YamlNode.Scalar name)) {
                throw stop(key.place(), "a key must be a plain name, got " + key.brief());
            }
            YamlNode value = node(events.next(), events, depth);
            entries.add(new YamlNode.Entry(key.place(), name.text(), value));
        }
        return entries;
    }

    /** What would let a value come from another line than the one where it stands. */
    private void refuseExtras(NodeEvent event, Place place) {
        if (event instanceof AliasEvent alias) {
            String name = "*" + alias.getAlias();
            refuse(place, "alias '" + name + "' is not supported; write the value out");
        } else if (event.getAnchor().isPresent()) {
            String name = "&" + event.getAnchor().get();
            refuse(place, "anchor '" + name + "' is not supported; write the value out");
        }
        Optional<String> tag = Optional.empty();
        if (event instanceof ScalarEvent scalar) {
            tag = scalar.getTag();
        } else if (event instanceof CollectionStartEvent start) {
            tag = start.getTag();
        }
        if (tag.isPresent()) {
            refuse(place, "tag '" + tag.get() + "' is not supported; remove it");
        }
    }

    /** Tells a problem after which the walk can go on: the rest of the text is checked too. */
    private void refuse(Place place, String text) {
        problems.add(place, text);
        refused = true;
    }

    /** Tells a problem after which there is no telling what the rest means. */
    private Stop stop(Place place, String text) {
        problems.add(place, text);
        return new Stop();
    }

    private Place place(Event event) {
        return place(event.getStartMark());
    }

    /** The start of the text where the library knows no place. */
    private Place place(Optional<Mark> mark) {
        int line = mark.map(Mark::getLine).orElse(0);
        return places.apply(new Position(line + 1, mark.map(Mark::getColumn).orElse(0) + 1));
    }

    private Place placeOf(YamlEngineException e) {
        if (e instanceof MarkedYamlEngineException marked) {
            return place(marked.getProblemMark().or(marked::getContextMark));
        } else if (e instanceof ReaderException unreadable) {
            int end = Math.min(unreadable.getPosition(), text.codePointCount(0, text.length()));
            String before = text.substring(0, text.offsetByCodePoints(0, end));
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            int column = before.length() - before.lastIndexOf('\n');
            return places.apply(new Position(line, column));
        }
        return place(Optional.<Mark>empty());
    }

    private static String reason(YamlEngineException e) {
        if (e instanceof MarkedYamlEngineException marked) {
            String context = marked.getContext() == null ? "" : marked.getContext() + ", ";
            return (context + marked.getProblem()).replace('\n', ' ');
        } else if (e instanceof ReaderException unreadable) {
            return String.format("character U+%04X is not allowed", unreadable.getCodePoint());
        }
        return String.valueOf(e.getMessage()).replace('\n', ' ');
    }
}
