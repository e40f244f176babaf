package dev.eqm.core.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.check.BrokenRuleException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Arguments that are null, for the tests of what a Java program calls: each must be refused by its
 * name, and not fail somewhere inside.
 *
 * @param what is called
 * @param name of the argument that is null
 */
public record Nulls(String what, String name, ThrowingCallable call) {
    /** A method with one argument that is null. */
    public static Nulls of(String name, ThrowingCallable call) {
        return new Nulls("call", name, call);
    }

    /** Records, made again with each component in turn null; primitive ones cannot be. */
    public static Stream<Nulls> components(Record... examples) {
        return Arrays.stream(examples).flatMap(Nulls::components);
    }

    private static Stream<Nulls> components(Record example) {
        RecordComponent[] all = example.getClass().getRecordComponents();
        return IntStream.range(0, all.length)
                .filter(i -> !all[i].getType().isPrimitive())
                .mapToObj(
                        i ->
                                new Nulls(
                                        example.getClass().getSimpleName(),
                                        all[i].getName(),
                                        () -> make(example, all, i)));
    }

    private static void make(Record example, RecordComponent[] all, int without) throws Throwable {
        Class<?>[] types =
                Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[all.length];
        for (int i = 0; i < all.length; i++) {
            all[i].getAccessor().setAccessible(true);
            values[i] = i == without ? null : all[i].getAccessor().invoke(example);
        }
        Constructor<?> canonical = example.getClass().getDeclaredConstructor(types);
        canonical.setAccessible(true);
        try {
            canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Fails unless it is refused in a sentence that begins with the name. */
    public void assertRefused() {
        assertThatThrownBy(call)
                .as(toString())
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageStartingWith(name + " must ")
                .hasMessageContaining("got null");
    }

    @Override
    public String toString() {
        return what + ", " + name + " null";
    }
}
