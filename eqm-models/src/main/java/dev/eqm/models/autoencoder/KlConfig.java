package dev.eqm.models.autoencoder;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireWithin;
import static dev.eqm.models.autoencoder.KlStage.Kind.ATTENTION;
import static dev.eqm.models.autoencoder.KlStage.Kind.CONV1;
import static dev.eqm.models.autoencoder.KlStage.Kind.CONV3;
import static dev.eqm.models.autoencoder.KlStage.Kind.DOWNSAMPLE;
import static dev.eqm.models.autoencoder.KlStage.Kind.HEAD;
import static dev.eqm.models.autoencoder.KlStage.Kind.RESIDUAL;
import static dev.eqm.models.autoencoder.KlStage.Kind.UPSAMPLE;

import dev.eqm.models.nn.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a KL autoencoder is built: a convolutional encoder whose levels halve the picture, attention
 * at the bottom, and a decoder that mirrors it with one more residual block a level.
 *
 * @param pictureChannels of pictures, 3 for RGB
 * @param channels width of each level, the finest first; all but the last halve the picture
 * @param layersPerBlock residual blocks of an encoder level; a decoder level has one more
 * @param latentChannels of a latent; the encoder answers with twice as many, means and logarithms
 *     of variances
 * @param groups of the group norms, which divide all widths
 * @param scale factor between the encoder's latents and those that networks see
 */
public record KlConfig(
        int pictureChannels,
        List<Integer> channels,
        int layersPerBlock,
        int latentChannels,
        int groups,
        double scale) {
    /**
     * Stable Diffusion 1's, and so {@code sd-vae-ft-ema} and {@code sd-vae-ft-mse}: 83,653,863
     * parameters, f = 8.
     */
    public static final KlConfig STABLE_DIFFUSION =
            new KlConfig(3, List.of(128, 256, 512, 512), 2, 4, 32, 0.18215);

    private static final int WIDEST = 8192;

    /**
     * @throws IllegalArgumentException for numbers outside of what the parameters say
     */
    public KlConfig {
        channels = List.copyOf(channels);
        require(
                pictureChannels == 1 || pictureChannels == 3,
                "pictureChannels must be 1 or 3, got %s",
                pictureChannels);
        require(
                !channels.isEmpty() && channels.size() <= 8,
                "channels must have 1 to 8 levels, got %s",
                channels);
        require(groups >= 1, "groups must be at least 1, got %s", groups);
        for (int width : channels) {
            require(
                    width >= 1 && width <= WIDEST && width % groups == 0,
                    "channels must be multiples of groups %s, at most %s, got %s",
                    groups,
                    WIDEST,
                    channels);
        }
        requireWithin("layersPerBlock", layersPerBlock, 1, 100);
        requireWithin("latentChannels", latentChannels, 1, WIDEST);
        require(
                scale > 0 && Double.isFinite(scale),
                "scale must be positive and finite, got %s",
                scale);
    }

    /** f: how many pixels of a side make one of a latent. */
    public int factor() {
        return 1 << (channels.size() - 1);
    }

    /** From pictures [N, C, H, W] to moments [N, 2·latentChannels, H/f, W/f], in order. */
    public List<KlStage> encoder() {
        List<KlStage> all = new ArrayList<>();
        all.add(new KlStage(CONV3, "encoder.conv_in", pictureChannels, channels.get(0)));
        int in = channels.get(0);
        for (int level = 0; level < channels.size(); level++) {
            int out = channels.get(level);
            String name = "encoder.down_blocks." + level + ".";
            for (int i = 0; i < layersPerBlock; i++) {
                all.add(new KlStage(RESIDUAL, name + "resnets." + i, in, out));
                in = out;
            }
            if (level < channels.size() - 1) {
                String conv = name + "downsamplers.0.conv";
                all.add(new KlStage(DOWNSAMPLE, conv, out, out));
            }
        }
        addMiddle(all, "encoder.mid_block.", in);
        all.add(new KlStage(HEAD, "encoder.conv_", in, 2 * latentChannels));
        all.add(new KlStage(CONV1, "quant_conv", 2 * latentChannels, 2 * latentChannels));
        return List.copyOf(all);
    }

    /** From latents z [N, latentChannels, h, w] to pictures [N, C, f·h, f·w], in order. */
    public List<KlStage> decoder() {
        int in = channels.get(channels.size() - 1);
        List<KlStage> all = new ArrayList<>();
        all.add(new KlStage(CONV1, "post_quant_conv", latentChannels, latentChannels));
        all.add(new KlStage(CONV3, "decoder.conv_in", latentChannels, in));
        addMiddle(all, "decoder.mid_block.", in);
        for (int level = 0; level < channels.size(); level++) {
            int out = channels.get(channels.size() - 1 - level);
            String name = "decoder.up_blocks." + level + ".";
            for (int i = 0; i <= layersPerBlock; i++) {
                all.add(new KlStage(RESIDUAL, name + "resnets." + i, in, out));
                in = out;
            }
            if (level < channels.size() - 1) {
                all.add(new KlStage(UPSAMPLE, name + "upsamplers.0.conv", out, out));
            }
        }
        all.add(new KlStage(HEAD, "decoder.conv_", in, pictureChannels));
        return List.copyOf(all);
    }

    /** Residual, attention, residual, all at the lowest resolution. */
    private static void addMiddle(List<KlStage> all, String name, int width) {
        all.add(new KlStage(RESIDUAL, name + "resnets.0", width, width));
        all.add(new KlStage(ATTENTION, name + "attentions.0", width, width));
        all.add(new KlStage(RESIDUAL, name + "resnets.1", width, width));
    }

    /** Every parameter of both halves, by the names that diffusers writes today. */
    public List<ParameterSpec> specs() {
        return Stream.concat(encoder().stream(), decoder().stream())
                .flatMap(stage -> stage.specs().stream())
                .toList();
    }
}
