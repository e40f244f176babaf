package dev.eqm.models.sit;

import static dev.eqm.core.check.Check.require;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named sizes. S, B, L, XL with patches 2, 4, 8 are the published twelve (SiT, Table 1); Nano,
 * Micro and Tiny are for small images. A preset is an image of 32x32x4 latents and 1000 classes
 * until {@link SiTConfig#forImages} says otherwise.
 */
public final class SiTPresets {
    private static final int[] PATCHES = {2, 4, 8};

    private SiTPresets() {}

    /** Name ({@code "XL/2"}) -> architecture, small ones first. */
    public static Map<String, SiTConfig> all() {
        Map<String, SiTConfig> all = new LinkedHashMap<>();
        add(all, "Nano", 128, 4, 4);
        add(all, "Micro", 192, 6, 6);
        add(all, "Tiny", 256, 8, 8);
        add(all, "S", 384, 12, 6);
        add(all, "B", 768, 12, 12);
        add(all, "L", 1024, 24, 16);
        add(all, "XL", 1152, 28, 16);
        return all;
    }

    private static void add(
            Map<String, SiTConfig> all, String name, int width, int depth, int heads) {
        for (int p : PATCHES) {
            SiTConfig size =
                    new SiTConfig(32, p, 4, width, depth, heads, 4, 1000, 0.1, true, false);
            all.put(name + "/" + p, size);
        }
    }

    /**
     * The preset of that name.
     *
     * @param name {@code "B/4"}; a leading {@code "SiT-"} or {@code "EqM-"} is accepted
     * @throws IllegalArgumentException naming the presets, if there is none of that name
     */
    public static SiTConfig get(String name) {
        Map<String, SiTConfig> all = all();
        String plain = name.replaceFirst("^(SiT|EqM)-", "");
        String known = String.join(", ", all.keySet());
        require(all.containsKey(plain), "no preset %s; available: %s", name, known);
        return all.get(plain);
    }
}
