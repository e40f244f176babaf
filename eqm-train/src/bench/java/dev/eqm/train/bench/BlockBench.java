package dev.eqm.train.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Precision;
import dev.eqm.core.kernel.RawModule;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTBlock;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTPresets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * One block of the S/2 shape (batch 8, 256 tokens, width 384, 6 heads) or of {@code
 * fashion-mnist.yaml} (batch 64, 49 tokens, width 128, 4 heads): through {@link SiTBlock}, as the
 * bare kernel, as plain array operations, and with bfloat16 also with the attention in bfloat16.
 * One JMH operation is one round of all of them.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 45)
public class BlockBench {
    private static final String PREFIX = "blocks.0.";

    @Param({"FLOAT32", "BFLOAT16"})
    public Precision precision;

    @Param({"false", "true"})
    public boolean backward;

    @Param({"S/2", "Nano/4"})
    public String shape;

    private final Paired paired = new Paired();
    private Arena arena;
    private NDManager manager;
    private SiT network;
    private boolean warm;

    /** Builds the three variants and checks that they compute the same. */
    @Setup
    public void build() {
        boolean large = shape.equals("S/2");
        SiTConfig s = large ? SiTPresets.get(shape) : SiTPresets.get(shape).forImages(28, 1, 10);
        int batch = large ? 8 : 64;
        SiTConfig one =
                new SiTConfig(
                        s.imageSize(),
                        s.patchSize(),
                        s.channels(),
                        s.width(),
                        1,
                        s.heads(),
                        4,
                        10,
                        0,
                        false,
                        false);
        network = SiT.fresh(one, precision, Device.cpu(), 0);
        Parameters parameters = network.parameters();
        NDList own =
                parameters.get(
                        PREFIX + "attn.", "qkv.weight", "qkv.bias", "proj.weight", "proj.bias");
        own.addAll(
                parameters.get(
                        PREFIX + "mlp.", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"));
        arena = Arena.cpu("inputs");
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        NDArray x = noise(batch, s.tokens(), s.width());
        NDArray modulation = noise(batch, 6L * s.width());

        SiTBlock block = network.blocks().get(0);
        NDList inputs = new NDList(x, modulation).addAll(own);
        RawModule alone = new RawModule(manager, text(s.heads(), false), "block", inputs);
        PlainBlock plain = new PlainBlock(arena, parameters, PREFIX, s.heads(), s.width());
        paired.add("kernel alone", () -> run(alone::call, own))
                .add("SiTBlock.forward", () -> run(() -> block.forward(x, modulation), own))
                .add(
                        "plain array operations",
                        () -> run(() -> plain.forward(x, modulation), plain.weights()));
        if (precision == Precision.BFLOAT16) {
            RawModule all = new RawModule(manager, text(s.heads(), true), "block", inputs);
            paired.add("attention in bfloat16 too", () -> run(all::call, own));
        }
        requireSame(() -> block.forward(x, modulation), alone::call, 0);
        double limit = precision == Precision.FLOAT32 ? 1e-3 : 0.3;
        requireSame(() -> block.forward(x, modulation), () -> plain.forward(x, modulation), limit);
    }

    /** One round. */
    @Benchmark
    public void round() {
        paired.round();
    }

    /** Drops what the warm-up measured. */
    @Setup(Level.Iteration)
    public void begin(IterationParams iteration) {
        if (warm || iteration.getType() == IterationType.WARMUP) {
            return;
        }
        warm = true;
        paired.restart();
    }

    /** Prints the table. */
    @TearDown
    public void end() {
        String pass = backward ? "forward + backward" : "forward";
        paired.print("%s-shaped block, %s, %s".formatted(shape, pass, precision), System.out);
        network.close();
        arena.close();
        manager.close();
    }

    private void run(Supplier<NDArray> forward, NDList weights) {
        try (GradMode mode = backward ? GradMode.on() : GradMode.off();
                Scope scope = Scope.open()) {
            NDArray y = forward.get();
            if (backward) {
                Autograd.gradients(y.sum(), weights);
            }
        }
    }

    private void requireSame(Supplier<NDArray> a, Supplier<NDArray> b, double limit) {
        try (GradMode mode = GradMode.off();
                Scope scope = Scope.open()) {
            float worst = a.get().sub(b.get()).abs().max().getFloat();
            if (!(worst <= limit)) {
                throw new IllegalStateException("variants differ by " + worst);
            }
        }
    }

    private NDArray noise(long... shape) {
        return arena.hold(Noise.normal(arena, new long[] {shape.length}, new Shape(shape)).get(0));
    }

    private String text(int heads, boolean bf16Attention) {
        try (InputStream in = SiTBlock.class.getResourceAsStream("block.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${HEADS}", Integer.toString(heads))
                    .replace("${BF16_ATTENTION}", bf16Attention ? "True" : "False")
                    .replace("${BF16}", precision == Precision.BFLOAT16 ? "True" : "False");
        } catch (IOException e) {
            throw new UncheckedIOException("reading the block's text", e);
        }
    }
}
