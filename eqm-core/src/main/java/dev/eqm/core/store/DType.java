package dev.eqm.core.store;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import java.util.Arrays;

/**
 * Element types of tensor files: the ten that PyTorch, numpy and safetensors share.
 *
 * <p>The constants carry the safetensors names. {@link #BF16} (the upper half of an F32) has no
 * numpy type. Unsigned integers beyond {@link #U8}, complex numbers and 8-bit floats are refused by
 * name: nothing in eqm has a use for them, and Java has no type to hold them in.
 */
public enum DType {
    F64(8, "f8"),
    F32(4, "f4"),
    F16(2, "f2"),
    BF16(2, ""),
    I64(8, "i8"),
    I32(4, "i4"),
    I16(2, "i2"),
    I8(1, "i1"),
    U8(1, "u1"),
    BOOL(1, "b1");

    private final int size;
    private final String numpyCode; // kind and size without the byte order; empty: numpy has none

    DType(int size, String numpyCode) {
        this.size = size;
        this.numpyCode = numpyCode;
    }

    /** Bytes of one element. */
    public int size() {
        return size;
    }

    /** The {@code descr} of a little-endian .npy header, "&lt;f4"; refused for {@link #BF16}. */
    public String numpyDescr() {
        String rule = "%s has no numpy type: convert it to F32, or write safetensors";
        require(!numpyCode.isEmpty(), rule, this);
        return (size == 1 ? "|" : "<") + numpyCode;
    }

    /** True for F64, F32, F16 and BF16. */
    public boolean isFloat() {
        return this == F64 || this == F32 || this == F16 || this == BF16;
    }

    /** The type that a safetensors header calls {@code name}; names the known ones if unknown. */
    public static DType ofSafetensors(String name) {
        for (DType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw unknown(name);
    }

    /** The type of a numpy {@code descr} of either byte order, "&lt;f4", "&gt;i8", "|u1". */
    public static DType ofNumpy(String descr) {
        for (DType type : values()) {
            boolean fits = !type.numpyCode.isEmpty() && descr.endsWith(type.numpyCode);
            String order = type.size == 1 ? "|<>" : "<>";
            if (fits && descr.length() == 3 && order.indexOf(descr.charAt(0)) >= 0) {
                return type;
            }
        }
        throw unknown(descr);
    }

    private static BrokenRuleException unknown(String name) {
        String known = Arrays.toString(values());
        return new BrokenRuleException(
                "element type '" + name + "' is not supported; convert it to one of " + known);
    }
}
