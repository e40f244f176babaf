package dev.eqm.models.weights.torch;

import static dev.eqm.core.check.Check.broken;

import dev.eqm.core.store.DType;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The globals that a checkpoint needs. They are names here, with nothing behind them.
 *
 * <p>A storage class stands for the element type of the bytes of a storage. PyTorch has more of
 * them (complex, quantised); a file that names one of those is refused.
 */
enum Global {
    ORDERED_DICT("collections", "OrderedDict"),
    NAMESPACE("argparse", "Namespace"),
    SIZE("torch", "Size"),
    REBUILD_TENSOR("torch._utils", "_rebuild_tensor_v2"),
    REBUILD_PARAMETER("torch._utils", "_rebuild_parameter"),
    DOUBLE_STORAGE("DoubleStorage", DType.F64),
    FLOAT_STORAGE("FloatStorage", DType.F32),
    HALF_STORAGE("HalfStorage", DType.F16),
    BFLOAT16_STORAGE("BFloat16Storage", DType.BF16),
    LONG_STORAGE("LongStorage", DType.I64),
    INT_STORAGE("IntStorage", DType.I32),
    SHORT_STORAGE("ShortStorage", DType.I16),
    CHAR_STORAGE("CharStorage", DType.I8),
    BYTE_STORAGE("ByteStorage", DType.U8),
    BOOL_STORAGE("BoolStorage", DType.BOOL);

    private final String module;
    private final String name;
    private final DType element; // of a storage; means nothing for the others
    private final boolean storage;

    Global(String module, String name) {
        this(module, name, DType.U8, false);
    }

    Global(String storage, DType element) {
        this("torch", storage, element, true);
    }

    Global(String module, String name, DType element, boolean storage) {
        this.module = module;
        this.name = name;
        this.element = element;
        this.storage = storage;
    }

    /**
     * The global of that name.
     *
     * <p>Names are compared as text: there is no import, no alias, no look-up of attributes.
     *
     * @throws IllegalArgumentException if it is not on the list
     */
    static Global of(String module, String name) {
        for (Global global : values()) {
            if (global.module.equals(module) && global.name.equals(name)) {
                return global;
            }
        }
        String known =
                Arrays.stream(values()).map(Global::toString).collect(Collectors.joining(", "));
        throw broken(
                "the global '%s %s' is refused, and nothing was executed; a checkpoint of tensors "
                        + "needs only %s: save only tensors and plain values (model.state_dict())",
                module, name, known);
    }

    /**
     * The storage class of an element type.
     *
     * @throws java.util.NoSuchElementException for a type that has none
     */
    static Global storageOf(DType element) {
        return Arrays.stream(values())
                .filter(g -> g.storage && g.element == element)
                .findFirst()
                .orElseThrow();
    }

    boolean isStorage() {
        return storage;
    }

    /** The element type of a storage class. */
    DType element() {
        return element;
    }

    String module() {
        return module;
    }

    String globalName() {
        return name;
    }

    @Override
    public String toString() {
        return module + " " + name;
    }
}
