package dev.eqm.run.config;

import dev.eqm.core.check.BrokenRuleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the interfaces in a configuration may be: for each one, names with an example, a record
 * whose values a file starts from when it says {@code kind: name}. Never changes.
 *
 * <pre>{@code
 * Kinds kinds = Kinds.none()
 *         .with(GradientSchedule.class, GradientSchedules.examples())
 *         .with(UpdateRule.class, UpdateRules.examples());
 * }</pre>
 */
public final class Kinds {
    /** The key by which a file chooses a kind. */
    static final String KEY = "kind";

    private final Map<Class<?>, Map<String, Record>> known;
    private final Map<Class<?>, Map<String, ?>> words;
    private final Map<Class<?>, String> unwritten;

    private Kinds(
            Map<Class<?>, Map<String, Record>> known,
            Map<Class<?>, Map<String, ?>> words,
            Map<Class<?>, String> unwritten) {
        this.known = known;
        this.words = words;
        this.unwritten = unwritten;
    }

    /** No interfaces at all. */
    public static Kinds none() {
        return new Kinds(Map.of(), Map.of(), Map.of());
    }

    /**
     * These kinds and those of one more interface.
     *
     * @param examples name to example, told to users in this order; the examples are records, of
     *     one class each
     */
    public <I> Kinds with(Class<I> type, Map<String, ? extends I> examples) {
        Map<String, Record> checked = new LinkedHashMap<>();
        examples.forEach((name, example) -> checked.put(name, checked(type, name, example)));
        long classes = checked.values().stream().map(Object::getClass).distinct().count();
        if (classes < checked.size()) {
            throw wrong(type, "two kinds have the same class");
        } else if (known.containsKey(type)) {
            throw wrong(type, "given twice");
        }
        Map<Class<?>, Map<String, Record>> all = new LinkedHashMap<>(known);
        all.put(type, checked);
        return new Kinds(all, words, unwritten);
    }

    /**
     * The same for an interface that used to be one record: the kind of that record is not written,
     * so that files keep their bytes. It is read where it is the kind of the defaults, and a file
     * that names it means the same.
     *
     * @param silent the kind that is not written
     */
    public <I> Kinds with(Class<I> type, Map<String, ? extends I> examples, String silent) {
        if (!examples.containsKey(silent)) {
            throw wrong(type, "there is no '" + silent + "'");
        }
        Map<Class<?>, String> all = new LinkedHashMap<>(unwritten);
        all.put(type, silent);
        return new Kinds(known, words, all).with(type, examples);
    }

    /**
     * These kinds, and a type whose values are chosen by a single word.
     *
     * @param values word to value; {@code toString} of a value is its word
     */
    public <I> Kinds withWords(Class<I> type, Map<String, ? extends I> values) {
        Map<Class<?>, Map<String, ?>> all = new LinkedHashMap<>(words);
        if (all.put(type, values) != null) {
            throw wrong(type, "given twice");
        }
        return new Kinds(known, all, unwritten);
    }

    /** Whether values of a type are chosen by a word. */
    public boolean hasWords(Class<?> type) {
        return words.containsKey(type);
    }

    /** Word to value. */
    public Map<String, ?> words(Class<?> type) {
        return words.get(type);
    }

    private static Record checked(Class<?> type, String name, Object example) {
        if (!(example instanceof Record r)) {
            throw wrong(type, "the example of '" + name + "' must be a record, got " + example);
        } else if (Records.values(r).containsKey(KEY)) {
            throw wrong(type, "'" + name + "' has a component named " + KEY);
        }
        return r;
    }

    private static BrokenRuleException wrong(Class<?> type, String what) {
        return new BrokenRuleException("kinds of " + type.getName() + ": " + what);
    }

    /** Whether a type is an interface whose kinds are known. */
    public boolean covers(Class<?> type) {
        return known.containsKey(type);
    }

    /** Whether files say a kind; the one of a former record is left out. */
    public boolean isWritten(Class<?> type, String name) {
        return !name.equals(unwritten.get(type));
    }

    /** The names of its kinds, in the order in which users are told them. */
    public List<String> names(Class<?> type) {
        return List.copyOf(known.get(type).keySet());
    }

    /** The record that a kind starts from; empty for a name that is none. */
    public Optional<Record> example(Class<?> type, String name) {
        return Optional.ofNullable(known.get(type).get(name));
    }

    /**
     * The same for a value, which a message can tell.
     *
     * @throws BrokenRuleException for what is no kind: a lambda, a class that nobody registered
     */
    public String nameOf(Class<?> type, Object value) {
        boolean isKnown =
                known.get(type).values().stream().anyMatch(e -> e.getClass() == value.getClass());
        if (!isKnown) {
            throw new BrokenRuleException(Unregistered.told(type, value));
        }
        return nameOf(type, value.getClass());
    }

    /** The name under which a file chooses the class of this value. */
    public String nameOf(Class<?> type, Class<?> implementation) {
        for (Map.Entry<String, Record> kind : known.get(type).entrySet()) {
            if (kind.getValue().getClass() == implementation) {
                return kind.getKey();
            }
        }
        throw new BrokenRuleException(
                "%s is not a registered kind of %s, so a configuration cannot contain it; register a record of it in an Extension"
                        .formatted(implementation.getName(), type.getSimpleName()));
    }
}
