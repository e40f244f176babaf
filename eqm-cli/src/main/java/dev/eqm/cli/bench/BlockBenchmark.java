package dev.eqm.cli.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTBlock;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTFlops;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One transformer block, forward and with its backward pass: its kernel alone, through {@link
 * SiTBlock}, and as plain array operations, which know no bfloat16.
 *
 * <p>The first ratio is what the Java side of a block costs: scopes, argument checks, one crossing
 * into native code. The second is what the kernel saves. Speeds count matrix products alone, so
 * that they can be compared with what the processor can do at most.
 */
final class BlockBenchmark implements Benchmark {
    private static final String PREFIX = "blocks.0.";

    @Override
    public double bytes(Workload w) {
        return 3 * w.blockBytes() + 2 * w.attentionBytes();
    }

    @Override
    public String obstacle(Workload w) {
        return w.notATransformer();
    }

    /**
     * All variants must agree before they are timed: exactly where they call one kernel, to
     * rounding where the order of operations differs.
     */
    @Override
    public List<Comparison> run(Workload w) {
        SiTConfig c = w.transformer().shallow();
        List<Comparison> all = new ArrayList<>();
        try (SiT network = SiT.fresh(c, w.precision(), w.device(), 0);
                Arena arena = Arena.open(w.device(), "block")) {
            NDArray x = Workload.noise(arena, w.batch(), c.tokens(), c.width());
            NDArray modulation = Workload.noise(arena, w.batch(), 6L * c.width());
            NDList own = weights(network.parameters());
            SiTBlock block = network.blocks().get(0);
            PlainBlock written = new PlainBlock(arena, network, 0);
            Supplier<NDArray> alone = block.prepared(x, modulation);
            Supplier<NDArray> through = () -> block.forward(x, modulation);
            Supplier<NDArray> plain = () -> written.forward(x, modulation);
            requireSame(w, through, alone, 0);
            requireSame(w, alone, plain, w.precision() == Precision.FLOAT32 ? 1e-3 : 0.3);
            for (boolean backward : new boolean[] {false, true}) {
                NDList others = written.weights();
                String operations = "separate array operations";
                Paired paired =
                        new Paired()
                                .add("kernel only", () -> pass(w, backward, alone, own))
                                .add("SiTBlock.forward", () -> pass(w, backward, through, own))
                                .add(operations, () -> pass(w, backward, plain, others));
                String pass = backward ? "forward + backward" : "forward";
                String title = pass + ", " + c.tokens() + " tokens of width " + c.width();
                double work = gigaflops(c, w.batch(), backward);
                all.add(w.comparison("block", title, paired, work, "GFLOP/s"));
            }
        }
        return all;
    }

    /** Matrix products of a block; the backward pass has twice those of the forward pass. */
    private static double gigaflops(SiTConfig c, int batch, boolean backward) {
        double macs =
                SiTFlops.macs(c).entrySet().stream()
                        .filter(e -> e.getKey().startsWith("blocks_"))
                        .filter(e -> !e.getKey().equals("blocks_adaln"))
                        .mapToDouble(Map.Entry::getValue)
                        .sum();
        return 2e-9 * macs * batch * (backward ? 3 : 1);
    }

    /** What the block itself multiplies with; its modulations are computed outside of it. */
    private static NDList weights(Parameters parameters) {
        NDList own = new NDList();
        parameters.trainableSpecs().stream()
                .map(ParameterSpec::name)
                .filter(name -> name.startsWith(PREFIX) && !name.contains("adaLN"))
                .forEach(name -> own.add(parameters.get(name)));
        return own;
    }

    /** One measured pass. The backward pass is that of Σ y with respect to the weights. */
    private static void pass(
            Workload w, boolean backward, Supplier<NDArray> forward, NDList weights) {
        try (GradMode mode = backward ? GradMode.on() : GradMode.off();
                Scope scope = Scope.open()) {
            NDArray y = forward.get();
            w.await(backward ? Autograd.gradients(y.sum(), weights).head() : y);
        }
    }

    /** What is compared must compute the same. */
    private static void requireSame(
            Workload w, Supplier<NDArray> a, Supplier<NDArray> b, double limit) {
        try (GradMode mode = GradMode.off();
                Scope scope = Scope.open()) {
            float worst = a.get().sub(b.get()).abs().max().getFloat();
            if (!(worst <= limit)) {
                throw new IllegalStateException(
                        "two variants of the block, which should agree, differ by "
                                + worst
                                + " in "
                                + w.precisionName());
            }
        }
    }
}
