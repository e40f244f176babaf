package dev.eqm.core.extension;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The components of all {@link Extension}s on the class path. A catalogue joins them to its own in
 * one line: {@code return Extensions.joined(UpdateRule.class, all)}.
 */
public final class Extensions {
    private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    private static final Found FOUND = Found.onClassPath();

    private Extensions() {}

    /** One component, and who brought it. */
    private record Component(Class<?> type, String name, Object example, String origin) {}

    /**
     * What was found, or why it cannot be had: told to whoever asks first, not at class loading.
     */
    private record Found(List<Component> components, String problem) {
        static Found onClassPath() {
            List<Component> all = new ArrayList<>();
            try {
                for (Extension extension : ServiceLoader.load(Extension.class)) {
                    addAll(extension, all);
                }
                return new Found(List.copyOf(all), "");
            } catch (ServiceConfigurationError | RuntimeException e) {
                String problem = "an extension on the class path cannot be used (" + e.getMessage();
                String remedy = "); fix it, or remove its jar from the class path";
                return new Found(List.of(), problem + remedy);
            }
        }
    }

    private static void addAll(Extension extension, List<Component> all) {
        String origin = extension.getClass().getName();
        extension.addTo(
                new Extension.Registry() {
                    @Override
                    public <T> void add(Class<T> type, String name, T example) {
                        String rule =
                                "%s: a name must consist of lower-case letters, digits and '-', got %s";
                        require(name.matches(NAME), rule, origin, name);
                        boolean given = example != null;
                        require(given, "%s: %s has no example, got null", origin, name);
                        all.add(new Component(type, name, example, origin));
                    }
                });
    }

    /**
     * A catalogue with what extensions add to it, behind its own components.
     *
     * @param type what the catalogue holds
     * @param own name to component
     * @throws BrokenRuleException if an extension cannot be used, or a name is taken twice
     */
    public static <T> Map<String, T> joined(Class<T> type, Map<String, ? extends T> own) {
        require(FOUND.problem.isEmpty(), "%s", FOUND.problem);
        Map<String, T> all = new LinkedHashMap<>(own);
        for (Component component : FOUND.components) {
            if (component.type == type) {
                require(
                        all.put(component.name, type.cast(component.example)) == null,
                        "%s adds the %s '%s', which already exists; choose another name",
                        component.origin,
                        type.getSimpleName(),
                        component.name);
            }
        }
        return all;
    }
}
