package dev.eqm.core.check;

import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Arrays as records print them: all numbers of a short one, the first of a long one. */
public final class Brief {
    private static final int SHORT = 10;
    private static final int SHOWN = 4;

    private Brief() {}

    /** Such as {@code [0.5, 2.0, 1.5, 0.25, ... 64 in all]}. */
    public static String of(double[] values) {
        return text(DoubleStream.of(values).limit(SHORT + 1L).boxed(), values.length);
    }

    /** The same of whole numbers. */
    public static String of(int[] values) {
        return text(IntStream.of(values).limit(SHORT + 1L).boxed(), values.length);
    }

    /** The same of long ones. */
    public static String of(long[] values) {
        return text(LongStream.of(values).limit(SHORT + 1L).boxed(), values.length);
    }

    private static String text(Stream<?> values, int count) {
        boolean whole = count <= SHORT;
        String numbers =
                values.limit(whole ? count : SHOWN)
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
        return whole ? "[" + numbers + "]" : "[" + numbers + ", ... " + count + " in total]";
    }
}
