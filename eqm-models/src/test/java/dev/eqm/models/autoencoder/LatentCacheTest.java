package dev.eqm.models.autoencoder;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.eqm.core.data.ByteImages;
import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.LatentFolder;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class LatentCacheTest {
    private static final int SIDE = 8;

    @TempDir private Path folder;

    private static ImageSource images(int n, int channels) {
        byte[] pixels = new byte[n * channels * SIDE * SIDE];
        new Random(1).nextBytes(pixels);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
        }
        return new ByteImages(
                "noise",
                new ImageShape(channels, SIDE, SIDE),
                pixels,
                labels,
                List.of("cat", "dog"));
    }

    private LatentCache.Report write(LatentCache cache, Path into) {
        try (KlCodec codec = TinyKl.codec()) {
            return cache.write(images(5, 3), codec, Device.cpu(), into, (done, all) -> {});
        }
    }

    private static float[] read(LatentFolder source, int index) {
        float[] one = new float[source.shape().elementCount()];
        source.read(index, one, 0);
        return one;
    }

    @Test
    void trainingReadsWhatTheAutoencoderSays(Arena arena) {
        LatentCache.Report report = write(new LatentCache(false, false, 0, 2), folder);
        LatentFolder source = LatentFolder.open(folder, 2);
        assertThat(source.size()).isEqualTo(5);
        assertThat(source.shape()).isEqualTo(new ImageShape(4, 2, 2));
        assertThat(source.classNames()).containsExactly("cat", "dog");
        assertThat(source.label(3)).isEqualTo(1);
        assertThat(report.count()).isEqualTo(5);
        double squares = 0;
        try (KlCodec codec = TinyKl.codec();
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            for (int i = 0; i < 5; i++) {
                float[] pixels = new float[3 * SIDE * SIDE];
                images(5, 3).read(i, pixels, 0);
                float[] want = codec.encode(arena.of(pixels, 1, 3, SIDE, SIDE)).toFloatArray();
                assertThat(read(source, i)).isEqualTo(want);
                for (float v : want) {
                    squares += v * v / 80;
                }
            }
        }
        assertThat(report.deviation())
                .isBetween(0.999 * Math.sqrt(squares), 1.001 * Math.sqrt(squares));
    }

    @Test
    void mirrorImagesFollowTheirImages(Arena arena) {
        write(new LatentCache(true, true, 4, 3), folder);
        LatentFolder source = LatentFolder.open(folder, 2);
        assertThat(source.size()).isEqualTo(10);
        assertThat(source.label(2)).isEqualTo(1);
        assertThat(source.label(3)).isEqualTo(1);
        float[] pixels = new float[3 * SIDE * SIDE];
        images(5, 3).read(1, pixels, 0);
        float[] mirrored = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            mirrored[i] = pixels[i / SIDE * SIDE + SIDE - 1 - i % SIDE];
        }
        try (KlCodec codec = TinyKl.codec();
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            float[] want =
                    codec.encode(arena.of(mirrored, 1, 3, SIDE, SIDE), 4, new long[] {3})
                            .toFloatArray();
            assertClose(read(source, 3), want, 0, 0);
        }
    }

    /** What is there is kept; what is missing is made, to the same bytes. */
    @Test
    void anInterruptedCacheGoesOn() throws IOException {
        LatentCache cache = new LatentCache(true, true, 4, 4);
        Path whole = Files.createDirectory(folder.resolve("whole"));
        write(cache, whole);
        Path cut = Files.createDirectory(folder.resolve("cut"));
        Files.copy(LatentCache.file(whole, 0), LatentCache.file(cut, 0));
        Files.copy(LatentCache.file(whole, 2), LatentCache.file(cut, 2));
        FileTime kept = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(LatentCache.file(cut, 0), kept);
        List<Integer> heard = new ArrayList<>();
        try (KlCodec codec = TinyKl.codec()) {
            LatentCache.Report report =
                    cache.write(
                            images(5, 3),
                            codec,
                            Device.cpu(),
                            cut,
                            (done, all) -> heard.add(done * 100 + all));
            assertThat(report.count()).isEqualTo(4);
        }
        assertThat(heard).containsExactly(410, 510, 610, 710, 810, 1010);
        for (int i = 0; i < 3; i++) {
            assertThat(LatentCache.file(cut, i)).hasSameBinaryContentAs(LatentCache.file(whole, i));
        }
        assertThat(Files.getLastModifiedTime(LatentCache.file(cut, 0))).isEqualTo(kept);
        Files.copy(
                LatentCache.file(whole, 2),
                LatentCache.file(cut, 1),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> write(cache, cut))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("latents-00001", "2 latents", "4");
    }

    @Test
    void picturesThatDoNotFitAreRefused() {
        try (KlCodec codec = TinyKl.codec()) {
            assertThatThrownBy(
                            () ->
                                    new LatentCache(false, true, 0, 9)
                                            .write(
                                                    images(2, 1),
                                                    codec,
                                                    Device.cpu(),
                                                    folder,
                                                    (done, all) -> {}))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("1x8x8", "3 channels", "multiples of 4");
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** Pictures of several files, each split by a batch and by the end of a file. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 64})
    void batchesChangeLastBitsAtMost(int batch) throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        write(new LatentCache(true, true, 4, 7), one);
        Path many = Files.createDirectory(folder.resolve("many"));
        write(new LatentCache(true, true, 4, 7, batch), many);
        LatentFolder want = LatentFolder.open(one, 2);
        LatentFolder got = LatentFolder.open(many, 2);
        for (int i = 0; i < 10; i++) {
            assertClose(read(got, i), read(want, i), 1e-5, 1e-5);
            assertThat(got.label(i)).isEqualTo(want.label(i));
        }
        Files.delete(LatentCache.file(many, 0));
        Path kept = Files.createDirectory(folder.resolve("again"));
        Files.copy(LatentCache.file(many, 1), LatentCache.file(kept, 1));
        write(new LatentCache(true, true, 4, 7, batch), kept);
        Files.delete(LatentCache.file(many, 1));
        write(new LatentCache(true, true, 4, 7, batch), many);
        for (int file = 0; file < 2; file++) {
            assertThat(LatentCache.file(kept, file))
                    .hasSameBinaryContentAs(LatentCache.file(many, file));
        }
    }

    @Test
    void aDamagedFileIsNamedBeforeAnythingIsEncoded() throws IOException {
        LatentCache cache = new LatentCache(false, false, 0, 2);
        write(cache, folder);
        cache.requireWhole(folder, 5);
        Path file = LatentCache.file(folder, 1);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 20] ^= 1; // a label
        Files.write(file, bytes);
        assertThatThrownBy(() -> write(cache, folder))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("latents-00001", "checksum", "remove this file");
        bytes[bytes.length - 20] ^= 1;
        bytes[bytes.length - 40] ^= 1; // a latent
        Files.write(file, bytes);
        assertThatThrownBy(() -> cache.requireWhole(folder, 5))
                .hasMessageContainingAll("latents-00001", "checksum");
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 8)); // cut
        assertThatThrownBy(() -> cache.requireWhole(folder, 5))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("latents-00001", "is damaged");
        Files.delete(file);
        assertThatThrownBy(() -> cache.requireWhole(folder, 5))
                .hasMessageContainingAll("latents-00001", "missing");
    }

    /** A picture is decoded once for both of its latents, in every file that has one of them. */
    @Test
    void bothMirrorImagesComeFromOneDecode() {
        AtomicInteger decoded = new AtomicInteger();
        ImageSource images = counting(images(5, 3), decoded);
        try (KlCodec codec = TinyKl.codec()) {
            new LatentCache(true, true, 4, 4)
                    .write(images, codec, Device.cpu(), folder, (done, all) -> {});
        }
        assertThat(decoded.get()).isEqualTo(5);
    }

    private static ImageSource counting(ImageSource images, AtomicInteger decoded) {
        return new ImageSource() {
            @Override
            public int size() {
                return images.size();
            }

            @Override
            public ImageShape shape() {
                return images.shape();
            }

            @Override
            public int label(int index) {
                return images.label(index);
            }

            @Override
            public void read(int index, float[] into, int offset) {
                decoded.incrementAndGet();
                images.read(index, into, offset);
            }

            @Override
            public List<String> classNames() {
                return images.classNames();
            }

            @Override
            public String describe() {
                return images.describe();
            }
        };
    }
}
