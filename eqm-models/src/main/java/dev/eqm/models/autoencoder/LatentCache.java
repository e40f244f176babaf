package dev.eqm.models.autoencoder;

import static dev.eqm.core.check.Check.requireWithin;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ReadAhead;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Encodes a set of images once, so that training need not do it at every step: the files of a
 * {@link dev.eqm.core.data.LatentFolder}.
 *
 * <p>Pictures are decoded ahead on all cores, one after another through a bounded queue, and once
 * for both mirror images; the results do not depend on the number of cores.
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
 * @param batch pictures that the autoencoder sees at once. Batches begin anew with each file, so a
 *     latent does not depend on where encoding was interrupted; libtorch may round batches of
 *     another size differently in the last bits
 */
public record LatentCache(boolean mirror, boolean draw, long seed, int perFile, int batch) {
    public LatentCache {
        requireWithin("perFile", perFile, 1, 1_000_000);
        requireWithin("batch", batch, 1, 4096);
    }

    /** One picture at a time. */
    public LatentCache(boolean mirror, boolean draw, long seed, int perFile) {
        this(mirror, draw, seed, perFile, 1);
    }

    /**
     * Checks the files of a folder against their checksums, which is reading all of them.
     *
     * @param count latents that there should be
     * @throws DataException naming the first file that is missing or damaged
     */
    public void requireWhole(Path folder, int count) {
        for (int first = 0; first < count; first += perFile) {
            Path file = file(folder, first / perFile);
            DataException.require(
                    file, Files.exists(file), "is missing; remove the folder and encode again");
            LatentFile.requireWhole(file, Math.min(perFile, count - first));
        }
    }

    /** Hears of the beginning and of every latent. */
    @FunctionalInterface
    public interface Progress {
        /** Called before the first. */
        default void begun() {}

        /**
         * Called after each batch.
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
        try (ReadAhead pictures = ReadAhead.onAllCores(images, images(folder, all))) {
            for (int first = 0; first < all; first += perFile) {
                int size = Math.min(perFile, all - first);
                Path file = file(folder, first / perFile);
                if (Files.exists(file)) {
                    LatentFile.requireWhole(file, size);
                    p.coded(first + size, all);
                } else {
                    writeFile(images, pictures, codec, device, file, first, size, sums, p);
                }
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

    /** The images that are still to be decoded, file after file; a mirror image needs none. */
    private int[] images(Path folder, int all) {
        IntStream.Builder images = IntStream.builder();
        for (int first = 0; first < all; first += perFile) {
            if (!Files.exists(file(folder, first / perFile))) {
                for (int i = first; i < Math.min(first + perFile, all); i++) {
                    if (isDecoded(i, first)) {
                        images.add(image(i));
                    }
                }
            }
        }
        return images.build().toArray();
    }

    /** Whether a latent's image was not decoded for the latent before it in the same file. */
    private boolean isDecoded(int latent, int first) {
        return latent == first || image(latent) != image(latent - 1);
    }

    /** The image of a latent. */
    private int image(int latent) {
        return mirror ? latent / 2 : latent;
    }

    /**
     * One file: {@code latents} [n, C, h, w] in float32, {@code labels} [n], and in its metadata
     * the names of the classes and the checksum. A whole file is in memory until it is written.
     */
    private void writeFile(
            ImageSource images,
            ReadAhead pictures,
            KlCodec codec,
            Device device,
            Path file,
            int first,
            int size,
            Sums sums,
            Progress progress) {
        long[] labels = new long[size];
        float[][] latents = new float[size][];
        long[] shape = {};
        float[] picture = {};
        ImageShape s = images.shape();
        int each = s.elementCount();
        try (GradMode off = GradMode.off()) {
            for (int begin = 0; begin < size; begin += batch) {
                int n = Math.min(batch, size - begin);
                float[] pixels = new float[Math.multiplyExact(n, each)];
                long[] indices = new long[n];
                for (int k = 0; k < n; k++) {
                    int latent = first + begin + k;
                    if (isDecoded(latent, first)) {
                        picture = pictures.next();
                    }
                    indices[k] = latent;
                    labels[begin + k] = images.label(image(latent));
                    System.arraycopy(picture, 0, pixels, k * each, each);
                    if (mirror && latent % 2 == 1) {
                        turn(pixels, k * each, each, s.width());
                    }
                }
                try (Scope scope = Scope.open();
                        Arena arena = Arena.open(device, "pictures")) {
                    NDArray x = arena.of(pixels, n, s.channels(), s.height(), s.width());
                    DiagonalGaussian posterior = codec.posteriorAtOnce(x);
                    double scale = codec.config().scale();
                    NDArray coded =
                            draw
                                    ? codec.drawn(posterior, seed, indices)
                                    : Arithmetic.scale(posterior.mean(), scale);
                    float[] numbers = coded.toFloatArray();
                    float[] deviations = posterior.standardDeviation().toFloatArray();
                    shape = coded.getShape().getShape();
                    int one = numbers.length / n;
                    for (int k = 0; k < n; k++) {
                        latents[begin + k] = Arrays.copyOfRange(numbers, k * one, (k + 1) * one);
                    }
                    sums.add(n, numbers, deviations, scale);
                }
                progress.coded(first + begin + n, count(images));
            }
        }
        requireFinite(latents, images, first);
        shape[0] = size;
        LatentFile.write(file, joined(latents), shape, labels, images.classNames());
    }

    private static float[] joined(float[][] latents) {
        int each = latents[0].length;
        float[] all = new float[Math.multiplyExact(latents.length, each)];
        for (int i = 0; i < latents.length; i++) {
            System.arraycopy(latents[i], 0, all, i * each, each);
        }
        return all;
    }

    private void requireFinite(float[][] latents, ImageSource images, int first) {
        for (int i = 0; i < latents.length; i++) {
            for (float number : latents[i]) {
                if (!Float.isFinite(number)) {
                    throw new DataException(
                            images.describe(),
                            ("image %d has a latent that is not finite; the "
                                            + "autoencoder's weights are damaged or have another shape")
                                    .formatted(image(first + i)));
                }
            }
        }
    }

    /** Turns each row of an image around. */
    private static void turn(float[] pixels, int from, int count, int width) {
        for (int row = from; row < from + count; row += width) {
            for (int left = row, right = row + width - 1; left < right; left++, right--) {
                float kept = pixels[left];
                pixels[left] = pixels[right];
                pixels[right] = kept;
            }
        }
    }

    /** Sums over what one call encodes. */
    private static final class Sums {
        private int count;
        private long numbers;
        private double squares;
        private double variances;

        void add(int latents, float[] all, float[] deviations, double scale) {
            count += latents;
            numbers += all.length;
            for (int i = 0; i < all.length; i++) {
                squares += (double) all[i] * all[i];
                variances += scale * scale * deviations[i] * deviations[i];
            }
        }

        Report report() {
            double n = Math.max(1, numbers);
            return new Report(count, Math.sqrt(squares / n), Math.sqrt(variances / n));
        }
    }
}
