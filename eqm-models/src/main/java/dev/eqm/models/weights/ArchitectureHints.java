package dev.eqm.models.weights;

import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTPresets;
import java.util.Map;

/**
 * What the shapes of published weights do not tell.
 *
 * @param heads K; 0: that of the published size with this width and depth
 * @param labelDropout probability of the null label in training
 * @param timeConditional whether the network saw γ
 * @param energy what its answer means, a name of {@code Energies}; {@link #NO_ENERGY} for the
 *     gradient itself
 */
public record ArchitectureHints(
        int heads, double labelDropout, boolean timeConditional, String energy) {
    /** An implicit energy. */
    public static final String NO_ENERGY = "none";

    /** Those of the published models. */
    public static final ArchitectureHints PUBLISHED =
            new ArchitectureHints(0, 0.1, false, NO_ENERGY);

    /** What the published training script calls the energies. */
    private static final Map<String, String> ENERGIES =
            Map.of("dot", "dot", "mean", "dot", "l2", "squared-norm-published");

    /**
     * What the arguments of a training script tell: {@code uncond}, {@code ebm}, {@code model}. The
     * script of the Flow-Matching baseline (SiT) has no {@code uncond}: its networks see time.
     *
     * <p>Without {@code ebm} there is no explicit energy. Label dropout is that of the published
     * models.
     *
     * @param args plain values, as {@link PublishedFile} reads them
     */
    public static ArchitectureHints of(Map<String, Object> args) {
        String model = String.valueOf(args.get("model"));
        boolean time =
                args.get("uncond") instanceof Boolean uncond ? !uncond : model.startsWith("SiT-");
        String energy = ENERGIES.getOrDefault(String.valueOf(args.get("ebm")), NO_ENERGY);
        return new ArchitectureHints(heads(model), PUBLISHED.labelDropout, time, energy);
    }

    /** The published name of an energy; {@link #NO_ENERGY} for one that has none. */
    public static String publishedEnergy(String energy) {
        return ENERGIES.entrySet().stream()
                .filter(e -> e.getValue().equals(energy) && !e.getKey().equals("mean"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(NO_ENERGY);
    }

    /** 0 for a model that is no preset. */
    private static int heads(String model) {
        SiTConfig preset = SiTPresets.all().get(model.replaceFirst("^(SiT|EqM)-", ""));
        return preset == null ? 0 : preset.heads();
    }
}
