package dev.eqm.models.unet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is computed, in order: down, whose every result is kept, through the middle, and up, where
 * each residual block also sees what was kept last.
 *
 * <p>With L levels of R residual blocks: 1 + L·R + (L − 1) lists down, L·(R + 1) up, which are as
 * many.
 *
 * @param down each a list of layers, the first of them the stem
 * @param middle one list of layers
 * @param up as many as down
 */
public record UnetPlan(List<List<Layer>> down, List<Layer> middle, List<List<Layer>> up) {
    /**
     * A layer.
     *
     * @param name prefix of its parameters, of the stem all of it; empty if it has none
     * @param in channels
     * @param out channels
     * @param side H = W of what it sees
     */
    public record Layer(Kind kind, String name, int in, int out, int side) {}

    /** What a layer is. */
    public enum Kind {
        /** The first convolution, 3x3, from the state to width·multipliers[0] channels. */
        STEM,
        /** Two 3x3 convolutions with scale and shift between them, around a shortcut. */
        RESIDUAL,
        /** Self-attention over all H·W pixels, around a shortcut. */
        ATTENTION,
        /** Means of 2x2 pixels, without parameters. */
        HALF,
        DOUBLE
    }

    /**
     * Walks through the levels with the number of channels, the side and a stack of what is kept,
     * from which the inputs of the way up follow.
     */
    public static UnetPlan of(UnetConfig c) {
        List<List<Layer>> down = new ArrayList<>();
        Deque<Integer> kept = new ArrayDeque<>();
        int levels = c.multipliers().size();
        int now = c.width() * c.multipliers().get(0);
        int side = c.imageSize();
        down.add(List.of(new Layer(Kind.STEM, "input_blocks.0.0", c.channels(), now, side)));
        kept.push(now);
        for (int level = 0; level < levels; level++) {
            int out = c.width() * c.multipliers().get(level);
            for (int i = 0; i < c.residualBlocks(); i++) {
                down.add(pair(c, "input_blocks." + down.size() + ".", now, out, side));
                now = out;
                kept.push(now);
            }
            if (level + 1 < levels) {
                down.add(List.of(new Layer(Kind.HALF, "", now, now, side)));
                kept.push(now);
                side /= 2;
            }
        }
        List<Layer> middle =
                List.of(
                        new Layer(Kind.RESIDUAL, "middle_block.0.", now, now, side),
                        new Layer(Kind.ATTENTION, "middle_block.1.", now, now, side),
                        new Layer(Kind.RESIDUAL, "middle_block.2.", now, now, side));
        List<List<Layer>> up = new ArrayList<>();
        for (int level = levels - 1; level >= 0; level--) {
            int out = c.width() * c.multipliers().get(level);
            for (int i = 0; i <= c.residualBlocks(); i++) {
                String name = "output_blocks." + up.size() + ".";
                List<Layer> layers = new ArrayList<>(pair(c, name, now + kept.pop(), out, side));
                now = out;
                if (level > 0 && i == c.residualBlocks()) {
                    layers.add(new Layer(Kind.DOUBLE, "", now, now, side));
                    side *= 2;
                }
                up.add(List.copyOf(layers));
            }
        }
        return new UnetPlan(List.copyOf(down), middle, List.copyOf(up));
    }

    /** A residual block, and attention where this resolution has it. */
    private static List<Layer> pair(UnetConfig c, String name, int in, int out, int side) {
        Layer block = new Layer(Kind.RESIDUAL, name + "0.", in, out, side);
        return c.attention().contains(c.imageSize() / side)
                ? List.of(block, new Layer(Kind.ATTENTION, name + "1.", out, out, side))
                : List.of(block);
    }

    /** All layers, in the order of the computation. */
    public List<Layer> layers() {
        return Stream.of(down, List.of(middle), up)
                .flatMap(List::stream)
                .flatMap(List::stream)
                .toList();
    }

    /** All residual blocks, in that order. */
    public List<Layer> residuals() {
        return layers().stream().filter(l -> l.kind() == Kind.RESIDUAL).toList();
    }

    /** Channels before the last layer. */
    public int last() {
        List<Layer> all = residuals();
        return all.get(all.size() - 1).out();
    }

    /**
     * Multiply-accumulates of convolutions and products for one sample.
     *
     * <p>A 3x3 convolution costs 9·C·O a pixel. Attention costs 4C² a pixel for its projections and
     * 2C a pair of pixels for qk and the sum over v.
     */
    Map<String, Long> macs(UnetConfig c) {
        Map<String, Long> parts = new LinkedHashMap<>();
        long d = c.conditioning();
        parts.put("time_mlp", c.width() * d + d * d);
        for (Layer l : layers()) {
            long pixels = (long) l.side() * l.side();
            switch (l.kind()) {
                case STEM -> parts.put("stem", 9L * l.in() * l.out() * pixels);
                case RESIDUAL -> {
                    long around = l.in() == l.out() ? 0 : (long) l.in() * l.out();
                    long convolutions = 9L * l.out() * (l.in() + l.out()) + around;
                    parts.merge("residual_blocks", convolutions * pixels, Long::sum);
                    parts.merge("scale_shift", 2 * d * l.out(), Long::sum);
                }
                case ATTENTION -> {
                    parts.merge("attention_linear", 4L * l.in() * l.in() * pixels, Long::sum);
                    parts.merge("attention_products", 2L * l.in() * pixels * pixels, Long::sum);
                }
                case HALF, DOUBLE -> {}
            }
        }
        long pixels = (long) c.imageSize() * c.imageSize();
        parts.put("final_convolution", 9L * last() * c.channels() * pixels);
        return parts;
    }
}
