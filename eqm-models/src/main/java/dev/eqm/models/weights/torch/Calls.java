package dev.eqm.models.weights.torch;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.store.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What the few calls of a checkpoint mean. Nothing is called: each becomes a plain value here, or
 * is refused with an {@link IllegalArgumentException}.
 */
final class Calls {
    /** The storages that a pickle may name. */
    interface Storages {
        /**
         * The whole storage of a key.
         *
         * @throws IllegalArgumentException if there is none, or not of that size
         */
        Storage whole(DType dtype, String key, long count);
    }

    private final boolean views;
    private final Storages storages;

    private Calls(boolean views, Storages storages) {
        this.views = views;
        this.storages = storages;
    }

    /** Of a ZIP's pickle. */
    static Calls of(Storages storages) {
        return new Calls(false, storages);
    }

    /** Of a pickle from before PyTorch 1.6, which may name a part of a storage. */
    static Calls legacy(Storages storages) {
        return new Calls(true, storages);
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
        Global global = global(callable, "calls");
        List<Object> a = items(args, "arguments of " + global);
        switch (global) {
            case ORDERED_DICT -> {
                count(global, a, 0, 0);
                return new Nodes.Dict(new LinkedHashMap<>());
            }
            case SIZE -> {
                count(global, a, 1, 1);
                return new Nodes.Tuple(List.copyOf(boxed(integers(a.get(0), "torch.Size"))));
            }
            case REBUILD_TENSOR -> {
                return tensor(a);
            }
            case REBUILD_PARAMETER -> {
                count(global, a, 3, 3);
                if (!(a.get(0) instanceof TorchTensor tensor)) {
                    throw new BrokenRuleException(
                            "a parameter is a tensor, got " + Nodes.described(a.get(0)));
                }
                requireNoHooks(a.get(2));
                return tensor;
            }
            default ->
                    throw new BrokenRuleException(
                            "global '" + global + "' is not called in a checkpoint");
        }
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
        Global global = global(cls, "instantiates");
        if (global != Global.NAMESPACE) {
            throw new BrokenRuleException(
                    "global '" + global + "' is not instantiated in a checkpoint");
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
        if (!(state instanceof Nodes.Dict attributes)) {
            throw new BrokenRuleException(
                    "the state of an object must be a dict, got " + Nodes.described(state));
        }
        if (target instanceof Nodes.Fields fields) {
            attributes.entries().forEach(fields.dict()::put);
        } else if (!(target instanceof Nodes.Dict)) {
            throw new BrokenRuleException(
                    "gives a state to "
                            + Nodes.described(target)
                            + ", which is neither an OrderedDict nor a Namespace");
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
            throw new BrokenRuleException(
                    "a persistent id must be ('storage', class, key, device, count"
                            + (views ? ", view)" : ")"));
        }
        if (!(a.get(1) instanceof Global global) || !global.isStorage()) {
            throw new BrokenRuleException(
                    "storage '"
                            + key
                            + "' is of "
                            + Nodes.described(a.get(1))
                            + ", no storage class");
        }
        Storage whole =
                storages.whole(global.element(), key, integer(a.get(4), "count of a storage"));
        return views && a.get(5) != null ? view(whole, a.get(5)) : whole;
    }

    private static Storage view(Storage whole, Object view) {
        List<Object> v = items(view, "the view of a storage");
        if (v.size() != 3 || !(v.get(0) instanceof String)) {
            throw new BrokenRuleException(
                    "the view of a storage must be (key, first element, count)");
        }
        return whole.part(
                integer(v.get(1), "begin of a view"), integer(v.get(2), "size of a view"));
    }

    /**
     * Arguments 0 to 3 place the elements: storage, offset, sizes, strides, all counted in
     * elements. The others must be without effect on the numbers: any {@code requires_grad}, no
     * hooks, no metadata.
     */
    private static TorchTensor tensor(List<Object> a) {
        count(Global.REBUILD_TENSOR, a, 6, 7);
        if (!(a.get(0) instanceof Storage storage)) {
            throw new BrokenRuleException(
                    "a tensor needs a storage, got " + Nodes.described(a.get(0)));
        }
        if (!(a.get(4) instanceof Boolean)) {
            throw new BrokenRuleException(
                    "requires_grad must be True or False, got " + Nodes.described(a.get(4)));
        }
        requireNoHooks(a.get(5));
        boolean plain = a.size() == 6 || a.get(6) == null || isEmptyDict(a.get(6));
        if (!plain) {
            throw new BrokenRuleException(
                    "a tensor with metadata (conjugated or negated) is refused: save a clone()");
        }
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
            throw new BrokenRuleException(
                    "a tensor with hooks is refused, got " + Nodes.described(hooks));
        }
    }

    private static boolean isEmptyDict(Object value) {
        return value instanceof Nodes.Dict dict && dict.entries().isEmpty();
    }

    private static Global global(Object value, String verb) {
        if (value instanceof Global global) {
            return global;
        }
        throw new BrokenRuleException(verb + " " + Nodes.described(value));
    }

    private static List<Object> items(Object value, String what) {
        if (value instanceof Nodes.Tuple tuple) {
            return tuple.items();
        }
        throw new BrokenRuleException(what + " must be a tuple, got " + Nodes.described(value));
    }

    private static void count(Global global, List<Object> args, int least, int most) {
        if (args.size() < least || args.size() > most) {
            throw new BrokenRuleException(
                    global + " is not called with " + args.size() + " arguments");
        }
    }

    /** A count, an offset or a size. Negative ones stop here, before any arithmetic with them. */
    private static long integer(Object value, String what) {
        if (value instanceof Long number && number >= 0) {
            return number;
        }
        throw new BrokenRuleException(
                what + " must be a whole number in [0, 2^63), got " + Nodes.described(value));
    }

    private static long[] integers(Object value, String what) {
        List<Object> items = items(value, what);
        if (items.size() > TensorLayout.MAX_RANK) {
            throw new BrokenRuleException(
                    what
                            + " has "
                            + items.size()
                            + " numbers, at most "
                            + TensorLayout.MAX_RANK
                            + " are read");
        }
        return items.stream().mapToLong(item -> integer(item, what)).toArray();
    }

    private static List<Object> boxed(long[] values) {
        List<Object> all = new ArrayList<>();
        for (long value : values) {
            all.add(value);
        }
        return all;
    }
}
