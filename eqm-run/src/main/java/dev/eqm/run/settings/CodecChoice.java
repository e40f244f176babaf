package dev.eqm.run.settings;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Setting;
import dev.eqm.core.device.Precision;
import dev.eqm.core.extension.Extensions;
import dev.eqm.core.store.Safetensors;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.autoencoder.KlCodec;
import dev.eqm.models.autoencoder.KlConfig;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.autoencoder.Tiles;
import dev.eqm.run.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What makes pictures of a network's states; a {@code kind} in configurations. */
public interface CodecChoice {
    /** Where {@link Kl} looks for weights that nobody has named. */
    String DEFAULT_PLACE = "default";

    /** Name in configurations -> an example. */
    static Map<String, CodecChoice> examples() {
        Map<String, CodecChoice> all = new LinkedHashMap<>();
        all.put("auto", new Auto());
        all.put("pixels", new Pixels());
        all.put("kl", Kl.STABLE_DIFFUSION);
        return Extensions.joined(CodecChoice.class, all);
    }

    /**
     * The choice for a network, nothing left open.
     *
     * @param channels of its states
     */
    CodecChoice resolved(int channels);

    /**
     * Opens it.
     *
     * @throws ConfigException if its weights are not there: what to fetch, and where to put it
     */
    Codec open(Precision precision, Device device);

    /**
     * Checks without reading them that the weights are there.
     *
     * @throws ConfigException as {@link #open}
     */
    void requireThere();

    /** {@link Kl} of Stable Diffusion for states of 4 channels, else {@link Pixels}. */
    record Auto() implements CodecChoice {
        @Override
        public CodecChoice resolved(int channels) {
            return channels == KlConfig.STABLE_DIFFUSION.latentChannels()
                    ? Kl.STABLE_DIFFUSION
                    : new Pixels();
        }

        @Override
        public Codec open(Precision precision, Device device) {
            throw new IllegalStateException("codec auto has not been resolved");
        }

        @Override
        public void requireThere() {
            throw new IllegalStateException("codec auto has not been resolved");
        }
    }

    /** States are pictures. */
    record Pixels() implements CodecChoice {
        @Override
        public CodecChoice resolved(int channels) {
            return this;
        }

        @Override
        public Codec open(Precision precision, Device device) {
            return new PixelCodec();
        }

        @Override
        public void requireThere() {
            // there is nothing to fetch
        }
    }

    /**
     * States are latents of a KL autoencoder, Stable Diffusion's unless the shape says otherwise.
     *
     * @param weights a safetensors file, the folder or index of several, or {@code default}: the
     *     file that the environment variable EQM_VAE names, else {@code
     *     ~/.cache/eqm/sd-vae-ft-ema.safetensors}
     * @param tile side in pixels of the squares that pictures are cut into to save memory; 0: whole
     * @param shape how it is built
     */
    record Kl(String weights, int tile, KlConfig shape) implements CodecChoice {
        /** Stable Diffusion's in its usual place. */
        public static final Kl STABLE_DIFFUSION =
                new Kl(DEFAULT_PLACE, 0, KlConfig.STABLE_DIFFUSION);

        public Kl {
            requireGiven("weights", weights, "shape", shape);
            new Tiles(tile).requireFits(shape.factor());
            if (weights.isBlank()) {
                throw new BrokenRuleException(
                        "weights must be a safetensors file or " + DEFAULT_PLACE);
            }
        }

        @Override
        public CodecChoice resolved(int channels) {
            return this;
        }

        /** The file, which need not be there. */
        public Path file() {
            if (!weights.equals(DEFAULT_PLACE)) {
                return Path.of(weights);
            }
            String named = System.getenv("EQM_VAE");
            return named != null && !named.isBlank() ? Path.of(named) : usualPlace();
        }

        private static Path usualPlace() {
            return Path.of(
                    System.getProperty("user.home"), ".cache", "eqm", "sd-vae-ft-ema.safetensors");
        }

        @Override
        public KlCodec open(Precision precision, Device device) {
            requireThere();
            return KlCodec.read(file(), shape, new Tiles(tile), precision, device);
        }

        @Override
        public void requireThere() {
            boolean folder = Files.isDirectory(file()) && Safetensors.isModel(file());
            if (!folder && !Files.isRegularFile(file())) {
                throw new ConfigException(
                        file()
                                + ": there is no such file, but the autoencoder is needed to turn latents into images. "
                                + "Download diffusion_pytorch_model.safetensors (335 MB) of stabilityai/sd-vae-ft-ema (or "
                                + "-mse) from https://huggingface.co/stabilityai/sd-vae-ft-ema and put it at "
                                + usualPlace()
                                + ", or choose another place with "
                                + Setting.of("vae", "FILE")
                                + ", codec.weights or "
                                + "EQM_VAE; "
                                + Setting.command("sample")
                                + " --format latents works without it");
            }
        }
    }
}
