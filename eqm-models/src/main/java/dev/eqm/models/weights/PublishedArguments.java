package dev.eqm.models.weights;

import dev.eqm.core.check.Setting;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTPresets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the arguments of a training script say of its network, held against what the weights beside
 * them are. The weights are right about everything that shapes tell; only the number of attention
 * heads has to be believed, and is not believed of arguments that are wrong about the rest.
 *
 * @param file where both are from, for messages
 * @param args plain values, as {@link PublishedFile} reads them; empty if there are none
 */
public record PublishedArguments(Path file, Map<String, Object> args) {
    private static final int LATENT =
            8; // pixels of a picture for each of Stable Diffusion's latents

    /**
     * Checks that the number of heads is no guess.
     *
     * @param heads as the user named them; 0: not
     * @throws CheckpointException if it would be taken from arguments that contradict the weights
     */
    public void requireHeadsKnown(ModelArchitecture found, int heads) {
        Optional<SiTConfig> said = preset();
        if (heads == 0
                && said.isPresent()
                && network(found) instanceof SiTConfig is
                && !isSize(said.get(), is)) {
            throw CheckpointException.of(
                    file,
                    "its arguments say %s (%s), but its weights have %s: they do not belong "
                            + "to the same network. Use the matching file, or give the number of "
                            + "attention heads, which cannot be derived from shapes, with "
                            + Setting.of("heads"),
                    args.get("model"),
                    size(said.get()),
                    size(is));
        }
    }

    /** Everything that arguments and weights say differently, for people. */
    public List<String> contradictions(ModelArchitecture found) {
        List<String> all = new ArrayList<>();
        if (network(found) instanceof SiTConfig is) {
            preset().ifPresent(said -> compare(all, said, is));
            Object classes = args.get("num_classes");
            if (classes instanceof Long n && n != is.classes()) {
                add(all, n + " classes", is.classes() + " classes");
            }
            Object pixels = args.get("image_size");
            if (pixels instanceof Long n
                    && n != is.imageSize()
                    && n != (long) LATENT * is.imageSize()) {
                String latents = "image size %d (latents of size %d)".formatted(n, n / LATENT);
                add(all, latents, "states of " + is.imageSize());
            }
        }
        return all;
    }

    private void compare(List<String> all, SiTConfig said, SiTConfig is) {
        if (!isSize(said, is)) {
            add(all, args.get("model") + " (" + size(said) + ")", size(is));
        } else if (said.patchSize() != is.patchSize()) {
            add(all, "patch size " + said.patchSize(), "patch size " + is.patchSize());
        }
    }

    private void add(List<String> all, String said, String found) {
        all.add(
                "%s: its arguments say %s, but its weights have %s; the weights are used"
                        .formatted(file, said, found));
    }

    private static ModelArchitecture network(ModelArchitecture found) {
        return EnergyArchitecture.networkOf(found);
    }

    /** Empty for arguments that name no published size. */
    private Optional<SiTConfig> preset() {
        String name = String.valueOf(args.get("model")).replaceFirst("^(SiT|EqM)-", "");
        return Optional.ofNullable(SiTPresets.all().get(name));
    }

    private static boolean isSize(SiTConfig said, SiTConfig is) {
        return said.width() == is.width() && said.depth() == is.depth();
    }

    private static String size(SiTConfig network) {
        return String.format(
                Locale.ROOT, "width %d and depth %d", network.width(), network.depth());
    }
}
