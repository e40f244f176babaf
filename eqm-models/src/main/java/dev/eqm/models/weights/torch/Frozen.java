package dev.eqm.models.weights.torch;

import static dev.eqm.core.check.Check.broken;
import static dev.eqm.core.check.Check.require;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the nodes of a finished pickle into immutable values, each once: what two places share
 * stays shared. Refused are values that contain themselves, that are nested too deep, that would be
 * too many if sharing were written out, and what is no value at all.
 */
final class Frozen {
    /**
     * Containers inside each other. Bounds the recursion of this class, and so the stack of its
     * thread.
     */
    static final int MAX_DEPTH = 64;

    /** A frozen value and how many values it is, sharing written out. */
    private record Done(Object value, long size) {}

    private final IdentityHashMap<Object, Done> done = new IdentityHashMap<>();
    // containers on the way down; one that is met again among them contains itself
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private Frozen() {}

    /**
     * The value of a node, of the types that {@link TorchFile} lists.
     *
     * @throws IllegalArgumentException for what the class refuses
     */
    static Object of(Object node) {
        return new Frozen().freeze(node, 0).value();
    }

    private Done freeze(Object node, int depth) {
        if (isPlain(node)) {
            return new Done(node, 1);
        }
        if (node instanceof Global || node instanceof Storage) {
            throw broken("found %s where a value was expected", Nodes.described(node));
        }
        Done before = done.get(node);
        if (before != null) {
            return before;
        }
        require(depth < MAX_DEPTH, "values are nested deeper than %s levels", MAX_DEPTH);
        if (!open.add(node)) {
            throw broken(
                    "%s contains itself: recursive values are not supported",
                    Nodes.described(node));
        }
        Done now = container(node, depth);
        open.remove(node);
        if (now.size() > PickleStack.MAX_VALUES) {
            throw broken(
                    "more than %s values once shared ones are expanded, which is refused",
                    PickleStack.MAX_VALUES);
        }
        done.put(node, now);
        return now;
    }

    /** What cannot change: it is its own frozen value, and counts as one. */
    private static boolean isPlain(Object node) {
        return node == null
                || node instanceof String
                || node instanceof Number
                || node instanceof Boolean
                || node instanceof TorchTensor;
    }

    private Done container(Object node, int depth) {
        if (node instanceof Nodes.Dict dict) {
            return map(dict, depth);
        }
        if (node instanceof Nodes.Fields fields) {
            return namespace(fields, depth);
        }
        List<Object> items =
                node instanceof Nodes.Tuple tuple ? tuple.items() : ((Nodes.Items) node).items();
        List<Object> frozen = new ArrayList<>(items.size());
        long size = 1;
        for (Object item : items) {
            Done one = freeze(item, depth + 1);
            frozen.add(one.value());
            size = Math.addExact(size, one.size());
        }
        return new Done(Collections.unmodifiableList(frozen), size);
    }

    private Done map(Nodes.Dict dict, int depth) {
        Map<Object, Object> frozen = new LinkedHashMap<>();
        long size = 1;
        for (Map.Entry<Object, Object> entry : dict.entries().entrySet()) {
            Done one = freeze(entry.getValue(), depth + 1);
            frozen.put(entry.getKey(), one.value());
            size = Math.addExact(size, one.size());
        }
        return new Done(Collections.unmodifiableMap(frozen), size);
    }

    /**
     * Fields are attributes, so their names are text; a dict may also have whole numbers as keys.
     */
    private Done namespace(Nodes.Fields node, int depth) {
        Done inner = map(node.dict(), depth);
        Map<?, ?> named = (Map<?, ?>) inner.value();
        Set<Object> odd = new HashSet<>(named.keySet());
        odd.removeIf(String.class::isInstance);
        require(odd.isEmpty(), "a Namespace has a field named %s", odd);
        Map<String, Object> fields = new LinkedHashMap<>();
        named.forEach((name, value) -> fields.put((String) name, value));
        return new Done(new Namespace(fields), inner.size());
    }
}
