package dev.eqm.models.weights.torch;

import static dev.eqm.core.check.Check.broken;
import static dev.eqm.core.check.Check.require;

import dev.eqm.core.store.DType;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What the few calls of a checkpoint mean. Nothing is called: each becomes a plain value here, or
 * is refused with an {@link IllegalArgumentException}.
 *
 * @param views whether a pickle may name a part of a storage, as those from before PyTorch 1.6 do
 */
record Calls(Storages storages, boolean views) {
    /** The storages that a pickle may name. */
    interface Storages {
        /**
         * The whole storage of a key.
         *
         * @throws IllegalArgumentException if there is none, or not of that size
         */
        Storage whole(DType dtype, String key, long count);
    }

    /**
     * {@code callable(*args)}.
     *
     * <p>Four callables have a meaning: {@code OrderedDict()} is an empty dict, {@code Size(sizes)}
     * a tuple of whole numbers, {@code _rebuild_tensor_v2(storage, offset, size, strides,
     * requires_grad, hooks, metadata)} a tensor, {@code _rebuild_parameter(tensor, requires_grad,
     * hooks)} that tensor.
     *
     * @throws IllegalArgumentException for another callable, or arguments that it does not take
     */
    Object reduce(Object callable, Object args) {
        Global global = as(Global.class, callable, "calls");
        List<Object> a = items(args, "arguments of " + global);
        return switch (global) {
            case ORDERED_DICT -> {
                count(global, a, 0, 0);
                yield new Nodes.Dict(new LinkedHashMap<>());
            }
            case SIZE -> {
                count(global, a, 1, 1);
                integers(a.get(0), "torch.Size");
                yield a.get(0);
            }
            case REBUILD_TENSOR -> tensor(a);
            case REBUILD_PARAMETER -> {
                count(global, a, 3, 3);
                TorchTensor tensor =
                        as(TorchTensor.class, a.get(0), "a parameter must be a tensor, got");
                requireNoHooks(a.get(2));
                yield tensor;
            }
            default -> throw broken("a checkpoint must not call the global '%s'", global);
        };
    }

    /**
     * {@code cls.__new__(cls, *args)}.
     *
     * <p>Only {@code argparse.Namespace} without arguments, as which a training script saves its
     * own arguments.
     *
     * @throws IllegalArgumentException for every other class
     */
    Object create(Object cls, Object args) {
        Global global = as(Global.class, cls, "instantiates");
        if (global != Global.NAMESPACE) {
            throw broken("a checkpoint must not instantiate the global '%s'", global);
        }
        count(global, items(args, "arguments of " + global), 0, 0);
        return new Nodes.Fields(new Nodes.Dict(new LinkedHashMap<>()));
    }

    /**
     * {@code target.__dict__.update(state)}. A state_dict carries {@code _metadata} this way, which
     * says nothing about its tensors.
     *
     * @throws IllegalArgumentException for a state that is no dict, or a target that takes none:
     *     Python would call its {@code __setstate__}
     */
    void build(Object target, Object state) {
        Nodes.Dict attributes =
                as(Nodes.Dict.class, state, "the state of an object must be a dict, got");
        if (target instanceof Nodes.Fields fields) {
            attributes.entries().forEach(fields.dict()::put);
        } else if (!(target instanceof Nodes.Dict)) {
            throw broken(
                    "sets the state of %s, which is neither an OrderedDict nor a Namespace",
                    Nodes.described(target));
        }
    }

    /**
     * {@code ('storage', FloatStorage, key, device, count)}; the device is not looked at. Before
     * PyTorch 1.6 a view comes last, None or {@code (key, first element, count)}.
     *
     * <p>The storage itself is not in the pickle: this id stands in its place, and the bytes lie
     * elsewhere in the file.
     *
     * @throws IllegalArgumentException for an id of another form, or a storage that does not exist
     */
    Object persistent(Object id) {
        List<Object> a = items(id, "a persistent id");
        if (a.size() != (views ? 6 : 5)
                || !"storage".equals(a.get(0))
                || !(a.get(2) instanceof String key)
                || !(a.get(3) instanceof String)) {
            throw broken(
                    "a persistent id must be ('storage', class, key, device, count%s",
                    (views ? ", view)" : ")"));
        }
        if (!(a.get(1) instanceof Global global) || !global.isStorage()) {
            throw broken(
                    "storage '%s' has the class %s, which is not a storage class",
                    key, Nodes.described(a.get(1)));
        }
        Storage whole =
                storages.whole(global.element(), key, integer(a.get(4), "count of a storage"));
        return views && a.get(5) != null ? view(whole, a.get(5)) : whole;
    }

    private static Storage view(Storage whole, Object view) {
        List<Object> v = items(view, "the view of a storage");
        if (v.size() != 3 || !(v.get(0) instanceof String)) {
            throw broken("the view of a storage must be (key, first element, count)");
        }
        return whole.part(
                integer(v.get(1), "start of a view"), integer(v.get(2), "size of a view"));
    }

    /**
     * Arguments 0 to 3 place the elements: storage, offset, sizes, strides, all counted in
     * elements. The others must be without effect on the numbers: any {@code requires_grad}, no
     * hooks, no metadata.
     */
    private static TorchTensor tensor(List<Object> a) {
        count(Global.REBUILD_TENSOR, a, 6, 7);
        Storage storage = as(Storage.class, a.get(0), "a tensor needs a storage, got");
        as(Boolean.class, a.get(4), "requires_grad must be True or False, got");
        requireNoHooks(a.get(5));
        boolean plain = a.size() == 6 || a.get(6) == null || isEmptyDict(a.get(6));
        require(
                plain,
                "a tensor with metadata (conjugated or negated) is not supported: save a clone()");
        TensorLayout layout =
                new TensorLayout(
                        integer(a.get(1), "offset of a tensor"),
                        integers(a.get(2), "size of a tensor"),
                        integers(a.get(3), "strides of a tensor"));
        layout.requireInside(storage.count());
        return new TorchTensor(storage, layout);
    }

    private static void requireNoHooks(Object hooks) {
        if (hooks != null && !isEmptyDict(hooks)) {
            throw broken("a tensor with hooks is not supported, got %s", Nodes.described(hooks));
        }
    }

    private static boolean isEmptyDict(Object value) {
        return value instanceof Nodes.Dict dict && dict.entries().isEmpty();
    }

    /**
     * A value of a type.
     *
     * @param rule the message, behind which a few words about another value are put
     */
    private static <T> T as(Class<T> type, Object value, String rule) {
        if (!type.isInstance(value)) {
            throw broken("%s %s", rule, Nodes.described(value));
        }
        return type.cast(value);
    }

    private static List<Object> items(Object value, String what) {
        return as(Nodes.Tuple.class, value, what + " must be a tuple, got").items();
    }

    private static void count(Global global, List<Object> args, int least, int most) {
        if (args.size() < least || args.size() > most) {
            throw broken("%s must not be called with %s arguments", global, args.size());
        }
    }

    /** A count, an offset or a size. Negative ones stop here, before any arithmetic with them. */
    private static long integer(Object value, String what) {
        if (value instanceof Long number && number >= 0) {
            return number;
        }
        throw broken(
                "%s must be a whole number in [0, 2^63), got %s", what, Nodes.described(value));
    }

    private static long[] integers(Object value, String what) {
        List<Object> items = items(value, what);
        if (items.size() > TensorLayout.MAX_RANK) {
            throw broken(
                    "%s has %s numbers, but at most %s are supported",
                    what, items.size(), TensorLayout.MAX_RANK);
        }
        return items.stream().mapToLong(item -> integer(item, what)).toArray();
    }
}
