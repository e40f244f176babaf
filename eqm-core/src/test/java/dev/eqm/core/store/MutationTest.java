package dev.eqm.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the bytes: tensors that can be read to the end, or a TensorFileException. */
class MutationTest {
    private static final int ROUNDS = 3000;

    @TempDir Path folder;

    @Test
    void safetensors() throws IOException {
        survives(Fixtures.bytes("python.safetensors"), path -> Safetensors.read(path).tensors());
    }

    @Test
    void npzStored() throws IOException {
        survives(Fixtures.bytes("stored.npz"), Npz::read);
    }

    @Test
    void npzDeflated() throws IOException {
        survives(Fixtures.bytes("deflated.npz"), Npz::read);
    }

    private void survives(byte[] good, Function<Path, Map<String, TensorData>> reader)
            throws IOException {
        SplittableRandom random = new SplittableRandom(20260101);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bad = mutate(good, random);
            Path path = Files.write(folder.resolve("bad" + round), bad);
            try {
                reader.apply(path).values().forEach(MutationTest::readAll);
            } catch (TensorFileException e) {
                assertThat(e).hasMessageStartingWith(path + ": ");
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("round " + round + " of seed 20260101", e);
            } finally {
                Files.delete(path);
            }
        }
        assertThat(refused).as("refused").isGreaterThan(ROUNDS / 3);
    }

    private static void readAll(TensorData tensor) {
        if (tensor.dtype().isFloat()) {
            tensor.doubles();
        } else {
            tensor.longs();
        }
    }

    /** One to three changes: a byte, a digit, a swapped, doubled or lost piece, a cut. */
    private static byte[] mutate(byte[] good, SplittableRandom random) {
        byte[] bytes = good.clone();
        for (int n = random.nextInt(1, 4); n > 0 && bytes.length > 1; n--) {
            int at = random.nextInt(bytes.length);
            int until = Math.min(bytes.length, at + random.nextInt(1, 20));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) ('0' + random.nextInt(10));
                case 3 -> bytes = join(bytes, until, at); // doubles [at, until)
                case 4 -> bytes = join(bytes, at, until); // loses [at, until)
                default -> bytes = Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    private static byte[] join(byte[] bytes, int headEnd, int tailStart) {
        byte[] joined = Arrays.copyOf(bytes, headEnd + bytes.length - tailStart);
        System.arraycopy(bytes, tailStart, joined, headEnd, bytes.length - tailStart);
        return joined;
    }
}
