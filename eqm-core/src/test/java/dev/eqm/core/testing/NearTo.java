package dev.eqm.core.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Element-wise closeness, |got − want| ≤ atol + rtol·|want|. The failure names the element that is
 * furthest over; a NaN is never close, infinities only to themselves.
 */
public final class NearTo {
    private NearTo() {}

    /** Same shape and close. */
    public static void assertClose(NDArray got, NDArray want, double atol, double rtol) {
        assertEquals(want.getShape(), got.getShape(), "shape");
        assertClose(got, doubles(want), atol, rtol);
    }

    /** Close to numbers in row-major order. */
    public static void assertClose(NDArray got, float[] want, double atol, double rtol) {
        assertClose(got, widened(want), atol, rtol);
    }

    /** Close to numbers in row-major order. */
    public static void assertClose(NDArray got, double[] want, double atol, double rtol) {
        compare(doubles(got), got.getShape(), want, atol, rtol);
    }

    /** Close to each other. */
    public static void assertClose(float[] got, float[] want, double atol, double rtol) {
        assertClose(widened(got), widened(want), atol, rtol);
    }

    /** Close to each other. */
    public static void assertClose(double[] got, double[] want, double atol, double rtol) {
        compare(got, new Shape(got.length), want, atol, rtol);
    }

    /** The numbers of a floating-point array of any precision, in row-major order. */
    public static double[] doubles(NDArray array) {
        return switch (array.getDataType()) {
            case FLOAT32 -> widened(array.toFloatArray());
            case FLOAT64 -> array.toDoubleArray();
            default ->
                    throw new IllegalArgumentException(
                            "wanted float32 or float64, got " + array.getDataType());
        };
    }

    private static void compare(
            double[] got, Shape shape, double[] want, double atol, double rtol) {
        assertEquals(want.length, got.length, "number of elements of " + shape);
        int worst = -1;
        double worstRatio = 1;
        for (int i = 0; i < got.length; i++) {
            double ratio = ratio(got[i], want[i], atol + rtol * Math.abs(want[i]));
            if (!(ratio <= worstRatio)) { // so that NaN counts
                worst = i;
                worstRatio = Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio;
            }
        }
        if (worst >= 0) {
            throw new AssertionError(
                    "element %s of %s: got %s, want %s: off by %.3g, allowed %.3g"
                            .formatted(
                                    Arrays.toString(position(worst, shape)),
                                    shape,
                                    got[worst],
                                    want[worst],
                                    Math.abs(got[worst] - want[worst]),
                                    atol + rtol * Math.abs(want[worst])));
        }
    }

    private static double ratio(double got, double want, double allowed) {
        if (got == want) {
            return 0;
        }
        double off = Math.abs(got - want);
        return off == 0 ? 0 : off / allowed;
    }

    private static long[] position(int flat, Shape shape) {
        long[] index = new long[shape.dimension()];
        long rest = flat;
        for (int d = index.length - 1; d >= 0; d--) {
            index[d] = rest % shape.get(d);
            rest /= shape.get(d);
        }
        return index;
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
