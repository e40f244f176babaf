package dev.eqm.models.autoencoder;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How files name the weights of a KL autoencoder.
 *
 * <p>Parameters carry {@link #DIFFUSERS} names in memory; the other layouts are looked up from
 * those. Only names differ, and in some files the rank of attention's matrices.
 */
public enum KlLayout {
    /** {@code encoder.mid_block.attentions.0.to_q.weight}: what diffusers writes today. */
    DIFFUSERS,
    /** {@code encoder.mid_block.attentions.0.query.weight}: the published sd-vae-ft files. */
    DIFFUSERS_OLD,
    /** {@code encoder.mid.attn_1.q.weight}: the original code, and whole Stable Diffusion files. */
    COMPVIS;

    private static final Map<String, String> OLD_ATTENTION =
            Map.of("to_q", "query", "to_k", "key", "to_v", "value", "to_out.0", "proj_attn");
    private static final Map<String, String> COMPVIS_ATTENTION =
            Map.of(
                    "group_norm",
                    "norm",
                    "to_q",
                    "q",
                    "to_k",
                    "k",
                    "to_v",
                    "v",
                    "to_out.0",
                    "proj_out");
    private static final Pattern ATTENTION =
            Pattern.compile("(.*\\.attentions\\.0\\.)(.+)(\\.(?:weight|bias))");
    private static final Pattern LEVEL =
            Pattern.compile(
                    "(encoder|decoder)\\.(down|up)_blocks\\.(\\d+)\\.(resnets|downsamplers|upsamplers)\\.(\\d+)\\.(.*)");

    /** The layout of a file with these names. */
    static KlLayout of(Set<String> names) {
        if (names.stream().anyMatch(n -> n.matches("(encoder|decoder)\\.(mid|down|up)\\..*"))) {
            return COMPVIS;
        }
        boolean old = names.stream().anyMatch(n -> n.contains(".attentions.0.query."));
        return old ? DIFFUSERS_OLD : DIFFUSERS;
    }

    /**
     * What this layout calls a weight.
     *
     * @param name today's diffusers name
     * @param levels of the autoencoder: the original code counts the decoder's from the finest
     */
    String nameOf(String name, int levels) {
        return switch (this) {
            case DIFFUSERS -> name;
            case DIFFUSERS_OLD -> {
                Matcher m = ATTENTION.matcher(name);
                yield m.matches()
                        ? m.group(1)
                                + OLD_ATTENTION.getOrDefault(m.group(2), m.group(2))
                                + m.group(3)
                        : name;
            }
            case COMPVIS -> compvis(name, levels);
        };
    }

    /** Attention, then what belongs to a level, then the middle and the ends. */
    private static String compvis(String name, int levels) {
        Matcher attention = ATTENTION.matcher(name);
        if (attention.matches()) {
            return attention.group(1).replace("mid_block.attentions.0", "mid.attn_1")
                    + COMPVIS_ATTENTION.get(attention.group(2))
                    + attention.group(3);
        }
        Matcher level = LEVEL.matcher(name);
        if (level.matches()) {
            int stored = Integer.parseInt(level.group(3));
            String rest = level.group(6).replace("conv_shortcut", "nin_shortcut");
            String part =
                    level.group(4).equals("resnets")
                            ? "block." + level.group(5) + "." + rest
                            : level.group(4).replace("samplers", "sample") + "." + rest;
            int number = level.group(2).equals("up") ? levels - 1 - stored : stored;
            return level.group(1) + "." + level.group(2) + "." + number + "." + part;
        }
        return name.replace("mid_block.resnets.0", "mid.block_1")
                .replace("mid_block.resnets.1", "mid.block_2")
                .replace("conv_norm_out", "norm_out");
    }
}
