package dev.eqm.run.config;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Reflection over records: their components, values and canonical constructors. */
public final class Records {
    private Records() {}

    /**
     * Component name to shape, in the order of declaration.
     *
     * @throws BrokenRuleException naming the component whose type no configuration can hold: a
     *     mistake of the programmer, not of the user
     */
    public static Map<String, ConfigType> shapes(Class<?> type, Kinds kinds) {
        Map<String, ConfigType> shapes = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            try {
                shapes.put(component.getName(), ConfigType.of(component.getGenericType(), kinds));
            } catch (IllegalArgumentException e) {
                String where = type.getSimpleName() + "." + component.getName();
                throw new BrokenRuleException(where + ": " + e.getMessage(), e);
            }
        }
        return shapes;
    }

    /** Component name to value, in the order of declaration. */
    public static Map<String, Object> values(Record record) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true); // records need not be public
                values.put(component.getName(), accessor.invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
        return values;
    }

    /**
     * A copy of a record with other values of some components, checked by its constructor.
     *
     * @param changed component name to value
     * @throws BrokenRuleException for a name that is no component
     */
    public static <T extends Record> T with(T record, Map<String, ?> changed) {
        Map<String, Object> values = values(record);
        require(
                values.keySet().containsAll(changed.keySet()),
                "%s are no components of %s",
                changed.keySet(),
                record.getClass());
        values.putAll(changed);
        @SuppressWarnings("unchecked") // made by the constructor of its class
        T copy = (T) construct(record.getClass(), values.values());
        return copy;
    }

    /**
     * Calls the canonical constructor; what it throws is thrown on.
     *
     * @param values one for each component, in order
     */
    public static Object construct(Class<?> type, Collection<?> values) {
        Stream<Class<?>> types =
                Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            return canonical.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("cannot construct " + type.getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + type.getName(), e);
        }
    }
}
