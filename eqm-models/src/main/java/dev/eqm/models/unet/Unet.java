package dev.eqm.models.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Seeds;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.FixedField;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.Embeddings;
import dev.eqm.models.unet.UnetPlan.Layer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The network of {@link UnetConfig}: one kernel call a layer. What depends on labels and time
 * alone, the scales and shifts of all residual blocks, is computed once a sampling run.
 *
 * <p>Conditioning: c = MLP(sinusoid(t)) + table[label], [N, D]; each residual block makes of it
 * (scale, shift) = linear(silu(c)). The block: h = conv(silu(norm(x))), then h = norm(h)(1 + scale)
 * + shift, then x + conv(dropout(silu(h))), where x passes a 1x1 convolution if C differs from O.
 * Norms are of 32 groups, ε = 1e-5.
 *
 * <p>Answers are gradients in the paper's sign, [N, C, H, W]; the tokens of a {@link Prediction}
 * are the activations before the last layer.
 */
public final class Unet implements FieldModel {
    private final UnetConfig config;
    private final Parameters parameters;
    private final UnetPlan plan;
    private final Map<String, NDList> weights = new HashMap<>();
    private final NDList scaleShift = new NDList();
    private final Kernel time;
    private final Kernel ends;
    private final Kernel straight;
    private final Kernel around;
    private final Kernel attention;

    /**
     * Closes the parameters with itself.
     *
     * @param twice attention as products and softmax, which have a second derivative; flash
     *     attention has none
     */
    Unet(UnetConfig config, Precision precision, Parameters parameters, boolean twice) {
        this.config = config;
        this.parameters = parameters;
        this.plan = UnetPlan.of(config);
        boolean bf16 = precision == Precision.BFLOAT16;
        this.time = Kernel.text(Embeddings.class, "time.py").with("WIDTH", config.width());
        this.ends = Kernel.text(Unet.class, "ends.py").with("NULL", config.classes());
        Kernel residual =
                Kernel.text(Unet.class, "residual.py")
                        .with("BF16", bf16)
                        .with("DROPOUT", config.dropout());
        this.straight = residual.with("SKIP", false);
        this.around = residual.with("SKIP", true);
        this.attention =
                Kernel.text(Unet.class, "attention.py")
                        .with("HEADS", config.heads())
                        .with("BF16", bf16)
                        .with("TWICE", twice);
        plan.layers().forEach(l -> weights.put(l.name(), weightsOf(l)));
        for (Layer l : plan.residuals()) {
            scaleShift.addAll(parameters.layers(l.name(), "emb_layers.1"));
        }
    }

    /** In the order in which the kernel texts take them. */
    private NDList weightsOf(Layer l) {
        return switch (l.kind()) {
            case STEM -> parameters.layers("", l.name());
            case RESIDUAL -> {
                NDList all =
                        parameters.layers(
                                l.name(),
                                "in_layers.0",
                                "in_layers.2",
                                "out_layers.0",
                                "out_layers.3");
                yield l.in() == l.out()
                        ? all
                        : all.addAll(parameters.layers(l.name(), "skip_connection"));
            }
            case ATTENTION -> parameters.layers(l.name(), "norm", "qkv", "proj_out");
            case HALF, DOUBLE -> new NDList();
        };
    }

    /** Scales and shifts, one [N, 2·O] a residual block: int64 [N], [N]. */
    private NDList conditioning(NDArray labels, NDArray t) {
        try (Scope scope = Scope.open()) {
            NDList mlp = parameters.layers("time_embed.", "0", "2");
            NDArray c = time.call("embedding").with(t).list(mlp).one();
            if (config.usesLabels()) {
                NDList table = parameters.get("label_emb.", "weight");
                c = c.add(ends.call("label_embedding").with(labels).list(table).one());
            }
            return scope.keep(ends.call("modulations").with(c).list(scaleShift).all());
        }
    }

    /** The time as the network sees it, [N], from that of each sample or one for all. */
    private NDArray seen(NDArray gamma, long n) {
        return (config.timeConditional() ? gamma : gamma.zerosLike()).broadcast(n);
    }

    @Override
    public Prediction answer(NDArray x, NDArray gamma, NDArray labels) {
        return trainingAnswer(x, gamma, labels, new long[0]);
    }

    /** With dropout: sample i's masks are a function of {@code seeds[i]} alone. */
    @Override
    public Prediction trainingAnswer(NDArray x, NDArray gamma, NDArray labels, long[] seeds) {
        try (Arena arena = Arena.cpu("seeds"); // a kernel reads them, which must not wait for a GPU
                Scope scope = Scope.open()) {
            NDArray t = seen(gamma, x.getShape().get(0));
            Prediction answer = forward(x, conditioning(labels, t), arena, seeds);
            return new Prediction(scope.keep(answer.gradient()), scope.keep(answer.tokens()));
        }
    }

    /**
     * The U: every result on the way down is kept, the last one first joined on the way up.
     *
     * @param seeds one a sample; empty: no dropout
     */
    private Prediction forward(NDArray x, NDList conditioning, Arena arena, long[] seeds) {
        try (Scope scope = Scope.open()) {
            Pass pass = new Pass(conditioning, arena, config.dropout() == 0 ? new long[0] : seeds);
            Deque<NDArray> kept = new ArrayDeque<>();
            NDArray h = x;
            for (List<Layer> block : plan.down()) {
                h = pass.run(block, h);
                kept.push(h);
            }
            h = pass.run(plan.middle(), h);
            for (List<Layer> block : plan.up()) {
                NDArray before = h;
                h = pass.run(block, h, kept.pop());
                scope.replace(before, h);
            }
            NDList last = parameters.layers("out.", "0", "2");
            NDArray gradient = ends.call("final").with(h).list(last).one();
            return new Prediction(scope.keep(gradient), scope.keep(h));
        }
    }

    /** One pass through the layers, which meets the residual blocks in order. */
    private final class Pass {
        private final NDList conditioning;
        private final Arena arena;
        private final long[] seeds;
        private int met;

        Pass(NDList conditioning, Arena arena, long[] seeds) {
            this.conditioning = conditioning;
            this.arena = arena;
            this.seeds = seeds;
        }

        /** Layers of a block; what it may join is [N, C, H, W]. */
        NDArray run(List<Layer> block, NDArray x, NDArray... joins) {
            try (Scope scope = Scope.open()) {
                NDArray h = x;
                for (Layer l : block) {
                    h = layer(l, h, l.equals(block.get(0)) ? joins : new NDArray[0]);
                }
                return scope.keep(h);
            }
        }

        private NDArray layer(Layer l, NDArray h, NDArray[] joins) {
            return switch (l.kind()) {
                case STEM -> ends.call("stem").with(h).list(weights.get(l.name())).one();
                case RESIDUAL -> residual(l, h, joins);
                case ATTENTION -> attention.call("block").with(h).list(weights.get(l.name())).one();
                case HALF -> ends.call("halved", h);
                case DOUBLE -> ends.call("doubled", h);
            };
        }

        private NDArray residual(Layer l, NDArray h, NDArray[] joins) {
            Kernel kernel = l.in() == l.out() ? straight : around;
            NDArray modulation = conditioning.get(met);
            NDArray masks = masks(met);
            met++;
            return kernel.call(joins.length == 0 ? "block" : "joined")
                    .with(h)
                    .with(joins)
                    .with(modulation, masks)
                    .list(weights.get(l.name()))
                    .one();
        }

        /** A seed for each sample, another one in every block; none without dropout. */
        private NDArray masks(int block) {
            long[] own = new long[seeds.length];
            for (int i = 0; i < own.length; i++) {
                own[i] = Seeds.derive(seeds[i], block);
            }
            return arena.of(own, own.length);
        }
    }

    /**
     * Owns scales and shifts of all residual blocks, N rows each, until it is closed; the weights
     * are read from this network, which must stay open.
     */
    @Override
    public Conditioned condition(long[] labels, double[] times) {
        return FixedField.of(this, labels, times, this::fixed, this::gradient);
    }

    /** Scales and shifts of int64 labels [N] at times [N] or [1]. */
    private NDList fixed(NDArray labels, NDArray times) {
        try (Scope scope = Scope.open()) {
            return scope.keep(conditioning(labels, seen(times, labels.size())));
        }
    }

    private NDArray gradient(NDArray x, NDList conditioning) {
        try (Arena arena = Arena.cpu("no seeds")) {
            return forward(x, conditioning, arena, new long[0]).gradient();
        }
    }

    @Override
    public UnetConfig architecture() {
        return config;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        parameters.close();
    }
}
