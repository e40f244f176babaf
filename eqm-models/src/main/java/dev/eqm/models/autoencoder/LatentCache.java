package dev.eqm.models.autoencoder;

import static dev.eqm.core.check.Check.requireWithin;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Encodes a set of images once, so that training need not do it at every step: the files of a
 * {@link dev.eqm.core.data.LatentFolder}.
 *
 * <p>Latent j belongs to image j; with mirrored images, to image j/2, mirrored if j is odd. It is a
 * function of (image, seed, j) alone. Deviation: the published recipe draws from q(z|x) and mirrors
 * anew at every step; here an image has one latent for each side, drawn once. The report says how
 * small the posterior's deviation is beside that of the latents.
 *
 * @param mirror true: the mirror image of every image too
 * @param draw true: z is drawn from q(z|x), as published; false: its mean
 * @param seed of the draws
 * @param perFile latents of a file, which is written whole or not at all
 */
public record LatentCache(boolean mirror, boolean draw, long seed, int perFile) {
    public LatentCache {
        requireWithin("perFile", perFile, 1, 1_000_000);
    }

    /** Hears of the beginning and of every latent. */
    @FunctionalInterface
    public interface Progress {
        /** Called before the first. */
        default void begun() {}

        /**
         * Called after each.
         *
         * @param done latents that are there, those of earlier processes included
         * @param all latents that there will be
         */
        void coded(int done, int all);
    }

    /**
     * What was encoded by one call.
     *
     * @param count latents; 0 if all were there already
     * @param deviation standard deviation of their numbers around 0; about 1 is what networks are
     *     made for
     * @param posteriorDeviation root mean square of scale·σ of q(z|x)
     */
    public record Report(int count, double deviation, double posteriorDeviation) {}

    /**
     * How many latents a set of images gives.
     *
     * @throws ArithmeticException beyond 2^31 − 1
     */
    public int count(ImageSource images) {
        return Math.multiplyExact(images.size(), mirror ? 2 : 1);
    }

    /**
     * Encodes what is not there yet.
     *
     * @param folder of the files, which exists; what another set of images left in it is the
     *     caller's to remove
     * @throws DataException if an image cannot be read, or a file that is there does not fit
     */
    public Report write(ImageSource images, KlCodec codec, Device device, Path folder, Progress p) {
        requireFits(images, codec.config());
        p.begun();
        int all = count(images);
        Sums sums = new Sums();
        for (int first = 0; first < all; first += perFile) {
            int size = Math.min(perFile, all - first);
            Path file = file(folder, first / perFile);
            if (Files.exists(file)) {
                requireWhole(file, size);
                p.coded(first + size, all);
            } else {
                writeFile(images, codec, device, file, first, size, sums, p);
            }
        }
        return sums.report();
    }

    /**
     * Checks that an autoencoder takes such pictures.
     *
     * @throws DataException if not: what they should be
     */
    public void requireFits(ImageSource images, KlConfig config) {
        ImageShape s = images.shape();
        int f = config.factor();
        if (s.channels() != config.pictureChannels() || s.height() % f != 0 || s.width() % f != 0) {
            throw new DataException(
                    images.describe(),
                    ("images are %s, but the autoencoder needs %d channels and sides that "
                                    + "are multiples of %d; change the size and channels of the source")
                            .formatted(s, config.pictureChannels(), f));
        }
    }

    /**
     * The name of the file with that number.
     *
     * <p>{@code latents-00000.safetensors} and on; file k holds latents k·perFile and following.
     */
    static Path file(Path folder, int number) {
        return folder.resolve(String.format(Locale.ROOT, "latents-%05d.safetensors", number));
    }

    private static void requireWhole(Path file, int size) {
        long[] shape = Safetensors.header(file).tensors().get("latents").shape();
        if (shape[0] != size) {
            throw new DataException(
                    file,
                    "contains %d latents, but this data set has %d; remove the folder and encode again"
                            .formatted(shape[0], size));
        }
    }

    /**
     * One file: {@code latents} [n, C, h, w] in float32, {@code labels} [n], and the names of the
     * classes in its metadata. A whole file is in memory until it is written.
     */
    private void writeFile(
            ImageSource images,
            KlCodec codec,
            Device device,
            Path file,
            int first,
            int size,
            Sums sums,
            Progress progress) {
        long[] labels = new long[size];
        float[] latents = new float[0];
        long[] shape = {};
        try (GradMode off = GradMode.off()) {
            for (int i = 0; i < size; i++) {
                int index = first + i;
                int image = mirror ? index / 2 : index;
                float[] pixels = pixels(images, image, mirror && index % 2 == 1);
                labels[i] = images.label(image);
                try (Scope scope = Scope.open();
                        Arena arena = Arena.open(device, "picture")) {
                    ImageShape s = images.shape();
                    NDArray x = arena.of(pixels, 1, s.channels(), s.height(), s.width());
                    DiagonalGaussian posterior = codec.posterior(x);
                    double scale = codec.config().scale();
                    NDArray latent =
                            draw
                                    ? codec.drawn(posterior, seed, new long[] {index})
                                    : Arithmetic.scale(posterior.mean(), scale);
                    float[] one = latent.toFloatArray();
                    if (i == 0) {
                        latents = new float[Math.multiplyExact(size, one.length)];
                        shape = latent.getShape().getShape();
                        shape[0] = size;
                    }
                    System.arraycopy(one, 0, latents, i * one.length, one.length);
                    sums.add(one, posterior.standardDeviation().toFloatArray(), scale);
                }
                progress.coded(index + 1, count(images));
            }
        }
        requireFinite(latents, images, first, latents.length / size);
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("latents", TensorData.of(latents, shape));
        tensors.put("labels", TensorData.of(labels, size));
        Safetensors.write(
                file, tensors, Map.of("classNames", Json.write(List.copyOf(images.classNames()))));
    }

    private void requireFinite(float[] latents, ImageSource images, int first, int each) {
        for (int i = 0; i < latents.length; i++) {
            if (!Float.isFinite(latents[i])) {
                int index = first + i / each;
                throw new DataException(
                        images.describe(),
                        ("image %d has a latent that is not finite; the "
                                        + "autoencoder's weights are damaged or have another shape")
                                .formatted(mirror ? index / 2 : index));
            }
        }
    }

    /** Pixels [C, H, W] of an image, each row turned around if mirrored. */
    private static float[] pixels(ImageSource images, int index, boolean mirrored) {
        float[] pixels = new float[images.shape().elementCount()];
        images.read(index, pixels, 0);
        if (mirrored) {
            int w = images.shape().width();
            for (int row = 0; row < pixels.length; row += w) {
                for (int left = row, right = row + w - 1; left < right; left++, right--) {
                    float kept = pixels[left];
                    pixels[left] = pixels[right];
                    pixels[right] = kept;
                }
            }
        }
        return pixels;
    }

    /** Sums over what one call encodes. */
    private static final class Sums {
        private int count;
        private long numbers;
        private double squares;
        private double variances;

        void add(float[] latent, float[] deviations, double scale) {
            count++;
            numbers += latent.length;
            for (int i = 0; i < latent.length; i++) {
                squares += (double) latent[i] * latent[i];
                variances += scale * scale * deviations[i] * deviations[i];
            }
        }

        Report report() {
            double n = Math.max(1, numbers);
            return new Report(count, Math.sqrt(squares / n), Math.sqrt(variances / n));
        }
    }
}
