package dev.eqm.cli.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.Conditioning;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The whole network without a graph: its kernels one after the other, {@link SiT#answer}, the
 * network that samples are made with, labels folded, and with plain array operations in the place
 * of its blocks.
 *
 * <p>The first ratio is what lies between kernels: scopes and bookkeeping in Java. It should be
 * near 1 at any size; a network of small blocks shows it first.
 */
final class ForwardBenchmark implements Benchmark {
    @Override
    public double bytes(Workload w) {
        return 8 * w.parameters() + 2 * w.blockBytes() + w.attentionBytes();
    }

    @Override
    public String obstacle(Workload w) {
        return w.notATransformer();
    }

    /** Variants share weights, images, γ and labels; plain blocks have copies of the weights. */
    @Override
    public List<Comparison> run(Workload w) {
        SiTConfig c = w.transformer();
        int n = w.batch();
        try (GradMode off = GradMode.off();
                SiT network = SiT.fresh(c, w.precision(), w.device(), 0);
                FieldModel sampling = w.samplingNetwork();
                FieldModel.Conditioned field = sampling.condition(w.labels(), 0.5);
                Arena arena = Arena.open(w.device(), "forward")) {
            NDArray x = w.images(arena);
            NDArray gamma = arena.hold(Noise.uniform(arena, new long[] {1}, new Shape(n)).get(0));
            NDArray labels = arena.of(w.labels(), n);
            List<PlainBlock> plain = new ArrayList<>();
            for (int i = 0; i < c.depth(); i++) {
                plain.add(new PlainBlock(arena, network, i));
            }
            Supplier<NDArray> alone = kernels(network, arena, x, gamma, labels);
            Paired paired =
                    new Paired()
                            .add("kernels only", w.timed(alone))
                            .add(
                                    "SiT.answer",
                                    w.timed(() -> network.answer(x, gamma, labels).gradient()))
                            .add("to sample", w.timed(() -> field.gradient(x)))
                            .add(
                                    "plain blocks",
                                    w.timed(() -> plain(network, plain, x, gamma, labels)));
            String title = c.depth() + " blocks, no graph";
            return List.of(w.comparison("forward", title, paired, n, "images/s"));
        }
    }

    /**
     * The network with plain array operations in the place of its blocks.
     *
     * @param x images, [N, C, H, W]
     * @param gamma [N]; a network that sees no time ignores it
     * @param labels int64, [N]
     */
    private static NDArray plain(
            SiT network, List<PlainBlock> blocks, NDArray x, NDArray gamma, NDArray labels) {
        try (Scope scope = Scope.open()) {
            Conditioning conditioning = network.conditioning(labels, gamma);
            NDArray tokens = network.embeddings().tokens(x); // [N, T, D]
            for (int i = 0; i < blocks.size(); i++) {
                tokens =
                        scope.replace(tokens, blocks.get(i).forward(tokens, conditioning.block(i)));
            }
            return scope.keep(network.unpatchify(network.finalTokens(tokens, conditioning)));
        }
    }

    /**
     * Every kernel of a forward pass. Blocks run on arrays made ready once, not on each other's
     * results: what lies between kernels is left out.
     */
    private static Supplier<NDArray> kernels(
            SiT network, Arena arena, NDArray x, NDArray gamma, NDArray labels) {
        NDArray tokens = arena.hold(network.embeddings().tokens(x));
        Conditioning conditioning = network.conditioning(labels, gamma);
        conditioning.modulations().forEach(arena::hold);
        List<Supplier<NDArray>> blocks = new ArrayList<>();
        for (int i = 0; i < network.blocks().size(); i++) {
            blocks.add(network.blocks().get(i).prepared(tokens, conditioning.block(i)));
        }
        return () -> {
            try (Scope scope = Scope.open()) {
                network.conditioning(labels, gamma);
                NDArray last = network.embeddings().tokens(x);
                for (Supplier<NDArray> block : blocks) {
                    last = scope.replace(last, block.get());
                }
                return scope.keep(network.unpatchify(network.finalTokens(last, conditioning)));
            }
        };
    }
}
