package dev.eqm.models.nn;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The named arrays of a network, float32, in the published order (that of {@code state_dict}). They
 * own their memory; close them when the network is done. Kernels take them as {@code w:
 * List[Tensor]}.
 */
public final class Parameters implements AutoCloseable {
    private static final Kernel KERNEL = Kernel.text(Parameters.class, "parameters.py");

    private final Arena arena;
    private final List<ParameterSpec> specs;
    private final Map<String, NDArray> arrays;
    private final boolean owner;

    private Parameters(
            Arena arena, List<ParameterSpec> specs, Map<String, NDArray> arrays, boolean owner) {
        this.arena = arena;
        this.specs = specs;
        this.arrays = arrays;
        this.owner = owner;
    }

    /**
     * The same arrays for someone who must not free them, such as a second network over the weights
     * of a first: closing this does nothing.
     */
    public Parameters borrowed() {
        return new Parameters(arena, specs, arrays, false);
    }

    /** Freshly initialised; a pure function of the seed, the same on every device. */
    public static Parameters initialised(Device device, List<ParameterSpec> specs, long seed) {
        requireGiven("device", device, "specs", specs);
        return build(device, specs, true, (arena, i) -> fresh(arena, specs.get(i), seed, i));
    }

    private static NDArray fresh(Arena arena, ParameterSpec spec, long seed, int number) {
        return spec.init().draw(arena, spec.shape(), Seeds.derive(seed, number));
    }

    /**
     * From given numbers.
     *
     * @param source makes the array for a spec; checked against the spec's shape
     */
    public static Parameters of(
            Device device,
            List<ParameterSpec> specs,
            BiFunction<Arena, ParameterSpec, NDArray> source) {
        requireGiven("device", device, "specs", specs, "source", source);
        return build(device, specs, true, (arena, i) -> source.apply(arena, specs.get(i)));
    }

    /** The same, for a network that is not trained: no graph begins at them. */
    public static Parameters frozen(
            Device device,
            List<ParameterSpec> specs,
            BiFunction<Arena, ParameterSpec, NDArray> source) {
        requireGiven("device", device, "specs", specs, "source", source);
        return build(device, specs, false, (arena, i) -> source.apply(arena, specs.get(i)));
    }

    /** A copy that no graph reaches: the start of an average. */
    public Parameters detachedCopy() {
        try (Scope scope = Scope.open();
                Arena host = Arena.cpu("copies")) {
            NDList copies = KERNEL.call("copies").with(host.scalar(0)).list(all()).all();
            return build(arena.device(), specs, false, (a, i) -> copies.get(i));
        }
    }

    /** One of them by a method of the kernel, for the manager of {@code owner}. */
    NDArray taken(String method, NDArray owner, String name) {
        return KERNEL.call(method).with(owner).list(get("", name)).one();
    }

    private static Parameters build(
            Device device,
            List<ParameterSpec> specs,
            boolean gradients,
            BiFunction<Arena, Integer, NDArray> source) {
        Arena arena = Arena.open(device, "parameters");
        try {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            for (int i = 0; i < specs.size(); i++) {
                ParameterSpec spec = specs.get(i);
                NDArray array = source.apply(arena, i);
                Shape found = array.getShape();
                boolean fits = found.equals(spec.shape());
                require(fits, "%s must have shape %s, got %s", spec.name(), spec.shape(), found);
                if (gradients && spec.trainable()) {
                    array.setRequiresGradient(true);
                }
                arrays.put(spec.name(), arena.hold(array));
            }
            arena.seal();
            return new Parameters(
                    arena, List.copyOf(specs), Collections.unmodifiableMap(arrays), true);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** The array of that name; the parameters keep it. */
    public NDArray get(String name) {
        require(arrays.containsKey(name), "no parameter %s", name);
        return arrays.get(name);
    }

    /** Several at once, as a kernel's list argument. */
    public NDList get(String prefix, String... names) {
        NDList list = new NDList(names.length);
        for (String name : names) {
            list.add(get(prefix + name));
        }
        return list;
    }

    /** Weight and bias of each of several layers, in this order, as a kernel's list argument. */
    public NDList layers(String prefix, String... layers) {
        NDList list = new NDList();
        for (String layer : layers) {
            list.addAll(get(prefix + layer + ".", "weight", "bias"));
        }
        return list;
    }

    /** What is stored and averaged, in order. */
    public List<ParameterSpec> specs() {
        return specs;
    }

    /** Specs of what is optimised, in order. */
    public List<ParameterSpec> trainableSpecs() {
        return specs.stream().filter(ParameterSpec::trainable).toList();
    }

    /** All arrays, in order. */
    public NDList all() {
        return new NDList(new ArrayList<>(arrays.values()));
    }

    /** The optimised arrays, in order. */
    public NDList trainable() {
        NDList list = new NDList();
        trainableSpecs().forEach(spec -> list.add(arrays.get(spec.name())));
        return list;
    }

    /** Where they live. */
    public Device device() {
        return arena.device();
    }

    /** How many numbers, fixed tables included. */
    public long count() {
        return specs.stream().mapToLong(ParameterSpec::size).sum();
    }

    @Override
    public void close() {
        if (owner) {
            arena.close();
        }
    }
}
