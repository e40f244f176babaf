package dev.eqm.core.kernel;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import java.util.Locale;

/**
 * Shape and type of arrays that belong together. libtorch stretches what does not fit, [N, 1] over
 * [N, M], and mixes float32 with float64, both in silence; where that can only be a mistake it is
 * refused here. Nothing is read from the device.
 */
public final class Form {
    private Form() {}

    /** Whether two arrays have one shape and one type. */
    public static boolean same(NDArray a, NDArray b) {
        return a.getShape().equals(b.getShape()) && a.getDataType() == b.getDataType();
    }

    /**
     * Refuses an array of another shape or type.
     *
     * @param what the array, for the message: {@code "the answer of the field"}
     * @param like what it must be like
     * @param whose for the message: {@code "its states"}
     * @return the array
     */
    public static NDArray requireLike(String what, NDArray array, NDArray like, String whose) {
        requireGiven(what, array);
        if (same(array, like)) {
            return array;
        }
        require(
                array.getShape().equals(like.getShape()),
                "%s must have exactly the shape of %s, %s, got %s: shapes are not broadcast",
                what,
                whose,
                like.getShape(),
                array.getShape());
        throw new BrokenRuleException(
                "%s must have the type of %s, %s, got %s: compute both in the same type"
                        .formatted(what, whose, type(like), type(array)));
    }

    /** Refuses an array that is not exactly of this shape. */
    public static NDArray requireShape(String what, NDArray array, long... shape) {
        requireGiven(what, array);
        Shape wanted = new Shape(shape);
        require(
                array.getShape().equals(wanted),
                "%s must have the shape %s, got %s",
                what,
                wanted,
                array.getShape());
        return array;
    }

    /** Refuses an array that is neither float32 nor float64, or has no row. */
    public static NDArray requireRows(String what, NDArray array) {
        requireGiven(what, array);
        DataType type = array.getDataType();
        require(
                type == DataType.FLOAT32 || type == DataType.FLOAT64,
                "%s must be float32 or float64, got %s",
                what,
                type(array));
        Shape shape = array.getShape();
        require(
                shape.dimension() >= 1 && shape.get(0) >= 1,
                "%s must have at least one row, [N, ...], got %s",
                what,
                shape);
        return array;
    }

    /** Such as float32; what DJL has no name for is bfloat16. */
    public static String type(NDArray array) {
        DataType type = array.getDataType();
        return type == DataType.UNKNOWN ? "bfloat16" : type.toString().toLowerCase(Locale.ROOT);
    }
}
