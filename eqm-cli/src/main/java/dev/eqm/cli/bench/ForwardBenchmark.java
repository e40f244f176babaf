package dev.eqm.cli.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.models.sit.Conditioning;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTBlock;
import dev.eqm.models.sit.SiTConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The whole network without a graph: its kernels one after the other, {@link SiT#answer}, and with
 * plain array operations in the place of its blocks.
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

    @Override
    public List<Comparison> run(Workload w) {
        SiTConfig c = w.transformer();
        int n = w.batch();
        try (GradMode off = GradMode.off();
                SiT network = SiT.fresh(c, w.precision(), w.device(), 0);
                Arena arena = Arena.open(w.device(), "forward")) {
            NDArray x = w.images(arena);
            NDArray gamma = arena.hold(Noise.uniform(arena, new long[] {1}, new Shape(n)).get(0));
            NDArray labels = arena.of(w.labels(n), n);
            Kernels kernels = new Kernels(w, network, arena, x, gamma, labels);
            List<PlainBlock> plain = new ArrayList<>();
            for (int i = 0; i < c.depth(); i++) {
                plain.add(
                        new PlainBlock(
                                arena,
                                network.parameters(),
                                "blocks." + i + ".",
                                c.heads(),
                                c.width()));
            }
            Paired paired =
                    new Paired()
                            .add("kernels alone", kernels::run)
                            .add("SiT.answer", () -> answer(w, network, x, gamma, labels))
                            .add("plain blocks", () -> plain(w, network, plain, x, gamma, labels));
            String title = String.format(Locale.ROOT, "%d blocks, no graph", c.depth());
            return List.of(w.comparison("forward", title, paired, n, "images/s"));
        }
    }

    private static void answer(Workload w, SiT network, NDArray x, NDArray gamma, NDArray labels) {
        try (Scope scope = Scope.open()) {
            w.await(network.answer(x, gamma, labels).gradient());
        }
    }

    private static void plain(
            Workload w,
            SiT network,
            List<PlainBlock> blocks,
            NDArray x,
            NDArray gamma,
            NDArray labels) {
        try (Scope scope = Scope.open()) {
            Conditioning conditioning = network.conditioning(labels, gamma);
            NDArray tokens = network.embeddings().tokens(x);
            for (int i = 0; i < blocks.size(); i++) {
                tokens =
                        scope.replace(tokens, blocks.get(i).forward(tokens, conditioning.block(i)));
            }
            w.await(network.unpatchify(network.finalTokens(tokens, conditioning)));
        }
    }

    /** Every kernel of a forward pass on arrays made ready once. */
    private static final class Kernels {
        private final Workload workload;
        private final SiT network;
        private final NDArray x;
        private final NDArray gamma;
        private final NDArray labels;
        private final NDArray tokens;
        private final Conditioning conditioning;
        private final List<Supplier<NDArray>> blocks = new ArrayList<>();

        Kernels(
                Workload workload,
                SiT network,
                Arena arena,
                NDArray x,
                NDArray gamma,
                NDArray labels) {
            this.workload = workload;
            this.network = network;
            this.x = x;
            this.gamma = gamma;
            this.labels = labels;
            this.tokens = arena.hold(network.embeddings().tokens(x));
            this.conditioning = network.conditioning(labels, gamma);
            conditioning.modulations().forEach(arena::hold);
            List<SiTBlock> all = network.blocks();
            for (int i = 0; i < all.size(); i++) {
                blocks.add(all.get(i).prepared(tokens, conditioning.block(i)));
            }
        }

        void run() {
            try (Scope scope = Scope.open()) {
                network.conditioning(labels, gamma);
                NDArray last = network.embeddings().tokens(x);
                for (Supplier<NDArray> block : blocks) {
                    last = scope.replace(last, block.get());
                }
                workload.await(network.unpatchify(network.finalTokens(last, conditioning)));
            }
        }
    }
}
