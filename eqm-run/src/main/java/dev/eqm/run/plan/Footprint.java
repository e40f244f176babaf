package dev.eqm.run.plan;

import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.optim.Optimizer;
import dev.eqm.train.optim.OptimizerState;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Memory that a run needs, part by part. On a CPU it is that of the whole process; on a GPU that of
 * arrays on the device, to which driver and libraries come.
 *
 * <p>Measured on a CPU in float32, S/2 with 4 to 16 images of 196 or 256 tokens and B/4 with 16, in
 * one and two lanes, activations kept and computed again: what libtorch has in use at its highest
 * is 3 to 19 % less than the arrays planned (not all gradients are there while all activations
 * are). The process holds more than its arrays: holes between them that its allocator cannot use.
 * With those planned too, the highest resident memory lies within 13 % of the plan ({@code eqm
 * bench recompute}). Sampling XL/2 (one sample, guided) 2.19 GB, of which 1.80 planned for weights.
 * The other formulas (bfloat16, explicit energies, GPUs) count what the kernels keep and have not
 * been measured.
 *
 * @param parts in the order of a report
 */
public record Footprint(List<Part> parts) {
    /**
     * What one kind of array takes.
     *
     * @param formula in the letters P parameters, D width, H hidden width of the MLP, T tokens, L
     *     blocks, N images or rows at a time
     */
    public record Part(String name, double bytes, String formula) {}

    /** All together. */
    public double bytes() {
        return parts.stream().mapToDouble(Part::bytes).sum();
    }

    /** What grows with the images at a time. */
    public double bytesOfImages() {
        return bytesOf("activations") + bytesOf("inputs of blocks");
    }

    /** Of one part; 0 if there is none of that name. */
    public double bytesOf(String name) {
        return parts.stream().filter(p -> p.name().equals(name)).mapToDouble(Part::bytes).sum();
    }

    /**
     * Of a training step at its largest: between the forward and the backward pass of the last
     * slice. With {@code train.recompute} a graph is one block's, and what is kept of the others is
     * their inputs.
     *
     * @param lanes parts of a batch side by side
     * @param gpu whether attention is bfloat16 too where products are
     * @return empty for a network whose activations are not known here
     */
    public static Optional<Footprint> training(
            RunConfig c, Precision precision, int lanes, boolean gpu) {
        ModelArchitecture a = c.model().architecture();
        Optional<SiTConfig> network = transformer(c);
        if (network.isEmpty()) {
            return Optional.empty();
        }
        double all = count(a.specs(), true);
        double trained = count(a.specs(), false);
        int averages = c.ema().decays().size();
        int atOnce = c.train().microBatch() == 0 ? c.train().batchSize() : c.train().microBatch();
        int shares = Math.min(lanes, atOnce) + (atOnce < c.train().batchSize() ? 1 : 0);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("weights", 4 * all, "4P, float32 with either precision"));
        parts.add(
                new Part(
                        "gradients",
                        4 * trained * shares,
                        shares == 1 ? "4P" : "4P for each of " + shares + " parts of a batch"));
        optimizer(c.optimizer(), a.specs(), trained).ifPresent(parts::add);
        parts.add(new Part("EMA", 4 * all * averages, averages == 1 ? "4P" : "4P each"));
        boolean recompute = c.train().recompute();
        if (recompute) {
            SiTConfig s = network.get();
            double states = 4.0 * atOnce * (s.depth() + 1) * s.tokens() * s.width();
            parts.add(new Part("inputs of blocks", states, "4·N·(L+1)·T·D"));
        }
        parts.add(activations(c, network.get(), precision, atOnce, gpu));
        if (precision == Precision.BFLOAT16) {
            double blocks = recompute ? 1 : network.get().depth();
            parts.add(
                    new Part(
                            "bfloat16 copies",
                            2 * blocks * products(network.get()) * Math.min(lanes, atOnce),
                            recompute
                                    ? "2(4D² + 2DH), one block at a time, for each lane"
                                    : "2L(4D² + 2DH), kept for the backward pass, for each lane"));
        }
        if (!gpu) {
            double tokens = (double) atOnce * network.get().tokens();
            double block = tokens * token(network.get(), precision, false);
            parts.add(new Part("gaps between arrays", HOLES * block, HOLES + "·N·T(...) as above"));
            parts.add(new Part("process", PROCESS, "JVM and libtorch"));
        }
        return Optional.of(new Footprint(parts));
    }

    /** What the optimiser says that it remembers; nothing if that is nothing. */
    private static Optional<Part> optimizer(
            Optimizer optimizer, List<ParameterSpec> specs, double trained) {
        double bytes = 4.0 * OptimizerState.size(optimizer, specs);
        String formula = new DecimalFormat("0.##", ENGLISH).format(bytes / trained) + "P";
        return bytes == 0
                ? Optional.empty()
                : Optional.of(new Part(optimizer.memoryName(), bytes, formula));
    }

    private static final DecimalFormatSymbols ENGLISH = new DecimalFormatSymbols(Locale.ROOT);

    /**
     * What the CPU's allocator holds but cannot use, in graphs of one block: short-lived arrays of
     * a block lie between others that stay. Chosen so that the whole agrees with what was measured.
     */
    private static final double HOLES = 6.5;

    /** Resident without any array: JVM, its heap, libtorch. */
    private static final double PROCESS = 0.2e9;

    /**
     * What a graph keeps of the blocks. A block keeps for a token, in D: its input, both normalised
     * and both modulated states, q, k, v, the attention's answer and its projection, the residual
     * between, the MLP's answer (12); of the MLP's hidden width the slope and the value of the GELU
     * (2H). With bfloat16 modulated states, hidden ones and, on a GPU, the attention take half.
     *
     * <p>With an explicit energy the attention is written out, heads times tokens twice over, and
     * the graph of the gradient keeps as much as that of the network twice more.
     */
    private static Part activations(
            RunConfig c, SiTConfig s, Precision precision, int images, boolean gpu) {
        boolean recompute = c.train().recompute();
        double rows = (double) images * (recompute ? 1 : s.depth()) * s.tokens();
        boolean half = precision == Precision.BFLOAT16;
        double token = token(s, precision, gpu);
        String formula = !half ? "48D + 8H" : gpu ? "36D + 4H" : "46D + 4H";
        if (!c.model().energy().isExplicit()) {
            String kept = recompute ? "N·T(%s), one block at a time" : "N·L·T(%s)";
            return new Part("activations", rows * token, kept.formatted(formula));
        }
        double attention = 8.0 * s.heads() * s.tokens();
        return new Part(
                "activations",
                ENERGY * rows * (token + attention),
                (int) ENERGY + "·N·L·T(" + formula + " + 8·heads·T)");
    }

    /** Bytes that a block keeps for a token. */
    private static double token(SiTConfig s, Precision precision, boolean gpu) {
        double d = s.width();
        double h = s.hidden();
        if (precision == Precision.FLOAT32) {
            return 48 * d + 8 * h;
        }
        return gpu ? 36 * d + 4 * h : 46 * d + 4 * h;
    }

    /** Graphs of an explicit energy's gradient, in graphs of its network. */
    private static final double ENERGY = 3;

    /**
     * Of one call of the field while sampling. Without a time input the adaLN weights are needed
     * once a batch, one layer at a time, and leave memory then.
     *
     * @param samples at a time
     * @return empty for a network whose activations are not known here
     */
    public static Optional<Footprint> sampling(RunConfig c, Precision precision, int samples) {
        Optional<SiTConfig> network = transformer(c);
        if (network.isEmpty()) {
            return Optional.empty();
        }
        SiTConfig s = network.get();
        boolean energy = c.model().energy().isExplicit();
        double d = s.width();
        double all = count(s.specs(), true);
        double adaLN = s.depth() * (6 * d * d + 6 * d) + 2 * d * d + 2 * d;
        double rows = samples * (c.sampling().guidance().needsNullLabel() ? 2.0 : 1.0);
        boolean folded = !s.timeConditional() && !energy;
        List<Part> parts = new ArrayList<>();
        parts.add(
                folded
                        ? new Part("weights", 4 * (all - adaLN), "4(P - L(6D² + 6D) - 2D² - 2D)")
                        : new Part("weights", 4 * all, "4P"));
        parts.add(new Part("modulations", 4 * rows * (6 * d * s.depth() + 2 * d), "4N(6DL + 2D)"));
        double graph = s.depth() * (12 * d + 2.0 * s.hidden() + 2.0 * s.heads() * s.tokens());
        parts.add(
                energy
                        ? new Part(
                                "activations",
                                4 * rows * s.tokens() * graph,
                                "4·N·L·T(12D + 2H + 2·heads·T), the graph of the energy")
                        : new Part(
                                "activations",
                                4 * rows * s.tokens() * (3 * d + 3 * s.hidden()),
                                "4·N·T(3D + 3H), one block at a time, no graph"));
        if (precision == Precision.BFLOAT16) {
            double copies = 2 * products(s);
            parts.add(new Part("bfloat16 copies", copies, "2(4D² + 2DH), one block at a time"));
        }
        return Optional.of(new Footprint(parts));
    }

    /** Weights of a block that are multiplied in the precision: qkv, proj, fc1, fc2. */
    private static double products(SiTConfig s) {
        return 4.0 * s.width() * s.width() + 2.0 * s.width() * s.hidden();
    }

    private static Optional<SiTConfig> transformer(RunConfig c) {
        return c.model().network() instanceof SiTConfig s ? Optional.of(s) : Optional.empty();
    }

    private static double count(List<ParameterSpec> specs, boolean fixedTablesToo) {
        return specs.stream()
                .filter(spec -> fixedTablesToo || spec.trainable())
                .mapToDouble(ParameterSpec::size)
                .sum();
    }
}
