package dev.eqm.models.sit;

import dev.eqm.core.check.BrokenRuleException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named sizes. S, B, L, XL with patches 2, 4, 8 are the published twelve (SiT, Table 1); Nano,
 * Micro and Tiny are for small images. A preset is an image of 32x32x4 latents and 1000 classes
 * until {@link SiTConfig#forImages} says otherwise.
 */
public final class SiTPresets {
    private record Size(int width, int depth, int heads) {}

    private static final Map<String, Size> SIZES = sizes();
    private static final int[] PATCHES = {2, 4, 8};

    private SiTPresets() {}

    private static Map<String, Size> sizes() {
        Map<String, Size> all = new LinkedHashMap<>();
        all.put("Nano", new Size(128, 4, 4));
        all.put("Micro", new Size(192, 6, 6));
        all.put("Tiny", new Size(256, 8, 8));
        all.put("S", new Size(384, 12, 6));
        all.put("B", new Size(768, 12, 12));
        all.put("L", new Size(1024, 24, 16));
        all.put("XL", new Size(1152, 28, 16));
        return all;
    }

    /** Name ({@code "XL/2"}) -> architecture, small ones first. */
    public static Map<String, SiTConfig> all() {
        Map<String, SiTConfig> all = new LinkedHashMap<>();
        SIZES.forEach(
                (name, s) -> {
                    for (int patch : PATCHES) {
                        all.put(
                                name + "/" + patch,
                                new SiTConfig(
                                        32, patch, 4, s.width, s.depth, s.heads, 4, 1000, 0.1, true,
                                        false));
                    }
                });
        return all;
    }

    /**
     * The preset of that name.
     *
     * @param name {@code "B/4"}; a leading {@code "SiT-"} or {@code "EqM-"} is accepted
     * @throws IllegalArgumentException naming the presets, if there is none of that name
     */
    public static SiTConfig get(String name) {
        SiTConfig config = all().get(name.replaceFirst("^(SiT|EqM)-", ""));
        if (config == null) {
            throw new BrokenRuleException(
                    "no preset " + name + "; there are " + String.join(", ", all().keySet()));
        }
        return config;
    }
}
