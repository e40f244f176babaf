package dev.eqm.models.sit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Multiply-accumulates of one forward pass of one sample: matrix products and the patch convolution
 * only. One MAC is two FLOPs; papers on DiT and SiT print the MAC number and call it "Gflops".
 * Guidance doubles it.
 */
public final class SiTFlops {
    private SiTFlops() {}

    /** MACs by part, in the order of the computation. */
    public static Map<String, Long> macs(SiTConfig c) {
        long t = c.tokens();
        long d = c.width();
        long depth = c.depth();
        long patch = (long) c.patchSize() * c.patchSize();
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("patch_embed", t * d * c.channels() * patch);
        parts.put("time_mlp", SiTNames.FREQUENCIES * d + d * d);
        parts.put("blocks_qkv", depth * 3 * t * d * d);
        parts.put("blocks_attention_products", depth * 2 * t * t * d);
        parts.put("blocks_attention_proj", depth * t * d * d);
        parts.put("blocks_mlp", depth * 2 * t * d * c.hidden());
        parts.put("blocks_adaln", depth * 6 * d * d);
        parts.put("final_adaln", 2 * d * d);
        parts.put("final_linear", t * d * patch * c.outChannels());
        return parts;
    }

    /** All MACs. */
    public static long total(SiTConfig c) {
        return macs(c).values().stream().mapToLong(Long::longValue).sum();
    }
}
