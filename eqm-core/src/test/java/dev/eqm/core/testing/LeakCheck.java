package dev.eqm.core.testing;

import static java.util.stream.Collectors.joining;

import ai.djl.Device;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.eqm.core.memory.Arena;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Fails a test that leaves arrays open that it opened, and names the managers that hold them. Use
 * with {@code @ExtendWith(LeakCheck.class)}.
 *
 * <p>A test method may take an {@link Arena}: an empty one on the CPU, closed after the test. What
 * a result leaves in that arena is therefore not seen as a leak; {@link #openedBy} counts it.
 *
 * <p>Arrays of kernels (their method marks) live as long as the program and do not count.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace HERE = Namespace.create(LeakCheck.class);
    private static final String KERNELS = "kernel ";

    /** How many arrays are open, those of kernels left out. */
    public static long openArrays() {
        return open().size();
    }

    /** How many more arrays are open after {@code work} than before. */
    public static long openedBy(Runnable work) {
        long before = openArrays();
        work.run();
        return openArrays() - before;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(HERE).put("before", open());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Store store = context.getStore(HERE);
        Arena arena = store.remove("arena", Arena.class);
        if (arena != null) {
            arena.close();
        }
        Map<?, ?> before = store.remove("before", Map.class);
        if (context.getExecutionException().isPresent()) {
            return; // the test has something more important to say
        }
        requireNothingNew(before);
    }

    static void requireNothingNew(Map<?, ?> before) {
        IdentityHashMap<NDArray, String> left = open();
        before.keySet().forEach(left::remove);
        if (!left.isEmpty()) {
            throw new AssertionError("arrays left open: " + report(left));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Arena.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(HERE)
                .computeIfAbsent("arena", key -> Arena.cpu("test"), Arena.class);
    }

    /** Such as "2 in 'noise' [(2, 3), (4)]". */
    private static String report(Map<NDArray, String> left) {
        Map<String, List<String>> shapes = new TreeMap<>();
        left.forEach(
                (array, manager) ->
                        shapes.computeIfAbsent(manager, m -> new ArrayList<>())
                                .add(array.getShape().toString()));
        return shapes.entrySet().stream()
                .map(
                        e ->
                                "%d in '%s' %s"
                                        .formatted(
                                                e.getValue().size(),
                                                e.getKey(),
                                                e.getValue().stream().limit(8).toList()))
                .collect(joining(", "));
    }

    /** Every open array, by identity -> the name of its manager. */
    static IdentityHashMap<NDArray, String> open() {
        IdentityHashMap<NDArray, String> found = new IdentityHashMap<>();
        try (NDManager probe = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            walk(probe.getParentManager(), found);
        }
        return found;
    }

    private static void walk(NDManager manager, Map<NDArray, String> found) {
        if (manager.getName().startsWith(KERNELS)) {
            return;
        }
        for (Object resource : resources(manager).values()) {
            if (resource instanceof NDManager inner) {
                walk(inner, found);
            } else if (resource instanceof NDArray array) {
                found.put(array, manager.getName());
            }
        }
    }

    /** DJL shows a manager's arrays but not the managers below it. */
    private static Map<?, ?> resources(NDManager manager) {
        try {
            Field field = BaseNDManager.class.getDeclaredField("resources");
            field.setAccessible(true);
            return (Map<?, ?>) field.get(manager);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("DJL changed: BaseNDManager.resources is gone", e);
        }
    }
}
