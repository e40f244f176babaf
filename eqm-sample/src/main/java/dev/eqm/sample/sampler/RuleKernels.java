package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;

/** What update rules compute row by row; formulas are with the rules. */
final class RuleKernels {
    private static final Kernel KERNEL = Kernel.text(RuleKernels.class, "rules.py");

    private RuleKernels() {}

    /** x + s·y, x and y [N, ...], s [N]. */
    static NDArray axpyRows(NDArray x, NDArray s, NDArray y) {
        return KERNEL.call("axpy_rows", x, s, y);
    }

    /** x + s·y, one number a row. */
    static NDArray axpyRows(NDArray x, double[] s, NDArray y) {
        try (Arena arena = Arena.open(x.getDevice(), "steps")) {
            return axpyRows(x, arena.of(s, s.length), y);
        }
    }

    /** [new m, new v, m̂/(√v̂ + ε)]. */
    static NDList adam(NDArray g, NDList moments, double... numbers) {
        return call("adam", new NDList(g, moments.get(0), moments.get(1)), numbers);
    }

    /** [new s, 1/(√ŝ + ε)], both [N]. */
    static NDList rms(NDArray g, NDArray s, double... numbers) {
        return call("rms", new NDList(g, s), numbers);
    }

    /** Step sizes, [N]. */
    static NDArray barzilaiBorwein(NDArray x, NDArray g, NDList before, double... numbers) {
        NDList inputs = new NDList(x, g, before.get(0), before.get(1));
        return call("barzilai_borwein", inputs, numbers).head();
    }

    private static NDList call(String method, NDList inputs, double[] numbers) {
        try (Arena arena = Arena.open(inputs.head().getDevice(), "numbers")) {
            inputs.add(arena.of(numbers, numbers.length));
            return KERNEL.call(method).with(inputs.toArray(new NDArray[0])).all();
        }
    }
}
