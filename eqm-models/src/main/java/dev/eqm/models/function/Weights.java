package dev.eqm.models.function;

import static dev.eqm.core.check.Check.broken;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters of a network during one forward pass: the same numbers, but free to be computed
 * with in any order, {@code w.get("scale").mul(x)} or {@code w.get("weight").transpose()}. They end
 * with the pass.
 */
public final class Weights {
    private static final Kernel KERNEL = Kernel.text(Weights.class, "function.py");

    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    /**
     * Those of a pass over {@code x}, in the current scope.
     *
     * @param x an activation, whose manager they join
     */
    Weights(Parameters parameters, NDArray x) {
        NDList views = KERNEL.call("views").with(x).list(parameters.all()).all();
        for (ParameterSpec spec : parameters.specs()) {
            arrays.put(spec.name(), views.get(arrays.size()));
        }
    }

    /**
     * The parameter of that name.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw broken("no parameter '%s'; available: %s", name, arrays.keySet());
        }
        return array;
    }

    /** All, in the order of the specs: what a kernel takes as {@code w: List[Tensor]}. */
    public NDList all() {
        return new NDList(arrays.values());
    }
}
