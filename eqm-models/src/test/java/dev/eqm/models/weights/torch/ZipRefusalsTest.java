package dev.eqm.models.weights.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eqm.core.store.TensorFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ZIPs that PyTorch would not write. */
class ZipRefusalsTest {
    private static final byte[] NONE = TestArchive.pickle("N.");

    @TempDir Path folder;

    private void assertRefused(byte[] zip, String message) throws IOException {
        Path path = Files.write(folder.resolve("bad.pt"), zip);
        assertThatExceptionOfType(TensorFileException.class)
                .isThrownBy(() -> readAll(path))
                .withMessageStartingWith(path + ": ")
                .withMessageContaining(message);
    }

    private static void readAll(Path path) {
        try (TorchFile file = TorchFile.open(path)) {
            if (file.root() instanceof Map<?, ?> map) {
                map.values().forEach(v -> ((TorchTensor) v).read());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../t/data/1",
                "t/../../x",
                "t/data/..",
                "C:/x",
                "c:x",
                "t\\..\\x",
                "t/a\0b",
                ".."
            })
    void namesThatLeadElsewhere(String name) throws IOException {
        assertRefused(
                TestArchive.of(NONE).with(name, new byte[1]).bytes(),
                "a name that points outside of the archive");
    }

    @Test
    void compressedEntriesBombOrNot() throws IOException {
        TestArchive bomb = TestArchive.of(NONE).with("t/data/1", new byte[10_000_000]);
        assertRefused(bomb.bytes(true), "is compressed (method 8");
    }

    @Test
    void sizesThatDiffer() throws IOException {
        byte[] zip = TestArchive.of(NONE).bytes();
        ByteBuffer out = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int second = find(zip, "PK\1\2", find(zip, "PK\1\2", 0) + 1);
        out.putInt(second + 24, 1 << 30); // uncompressed
        assertRefused(zip, "is compressed (method 0, 24 of 1073741824 bytes)");
        out.putInt(second + 20, 1 << 30);
        assertRefused(zip, "ends outside of the file");
        out.putInt(second + 42, zip.length);
        assertRefused(zip, "begins outside of the file");
        out.putInt(second + 42, -1);
        assertRefused(zip, "lacks its ZIP64 sizes");
    }

    @Test
    void encrypted() throws IOException {
        byte[] zip = TestArchive.of(NONE).bytes();
        zip[find(zip, "PK\1\2", 0) + 8] |= 1;
        assertRefused(zip, "is encrypted");
    }

    @Test
    void overlapping() throws IOException {
        byte[] inner = new byte[64]; // an entry t/data/2 inside the bytes of t/data/1
        ByteBuffer head = ByteBuffer.wrap(inner).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(0x04034b50).putShort(26, (short) 8).position(30);
        head.put("t/data/2".getBytes(StandardCharsets.US_ASCII));
        byte[] zip =
                TestArchive.of(NONE).with("t/data/1", inner).with("t/data/2", new byte[4]).bytes();
        int directory = find(zip, "PK\1\2", 0);
        for (int i = 0; i < 3; i++) {
            directory = find(zip, "PK\1\2", directory + 1);
        }
        ByteBuffer.wrap(zip)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(directory + 42, find(zip, "t/data/2", 0) - 30);
        assertRefused(zip, "entry 't/data/2' overlaps the previous one");
    }

    @Test
    void twoOfOneName() throws IOException {
        byte[] zip = TestArchive.of(NONE).with("t/data/1", new byte[4]).bytes();
        String text = new String(zip, StandardCharsets.ISO_8859_1).replace("t/data/1", "t/data/0");
        assertRefused(text.getBytes(StandardCharsets.ISO_8859_1), "entry 't/data/0' appears twice");
    }

    @Test
    void anotherNameInside() throws IOException {
        byte[] zip = TestArchive.of(NONE).bytes();
        zip[find(zip, "t/data/0", 0)] = 'x';
        assertRefused(zip, "the directory and the entry differ");
    }

    @Test
    void noPickleOrTwo() throws IOException {
        assertRefused(new TestArchive().with("x.npy", new byte[1]).bytes(), "without TOP/data.pkl");
        assertRefused(
                TestArchive.of(NONE).with("u/data.pkl", NONE).bytes(),
                "nested checkpoints are not supported");
    }

    @Test
    void byteOrder() throws IOException {
        byte[] big = "big".getBytes(StandardCharsets.US_ASCII);
        assertRefused(
                TestArchive.of(NONE).with("t/byteorder", big).bytes(), "has byte order 'big'");
    }

    @Test
    void damage() throws IOException {
        byte[] zip = TestArchive.fixture("state_dict.pt");
        int weights = (find(zip, "data/0", 0) + 10 + 63) / 64 * 64;
        zip[weights] ^= 1;
        assertRefused(zip, "state_dict/data/0: wrong checksum");
        byte[] pickle = TestArchive.of(NONE).bytes();
        pickle[find(pickle, "N.", 0) + 1] = 'N';
        assertRefused(pickle, "t/data.pkl: wrong checksum");
    }

    @Test
    void everyCutIsNoticed() throws IOException {
        byte[] whole = TestArchive.fixture("state_dict.pt");
        for (int n = 0; n < whole.length; n++) {
            Path path = Files.write(folder.resolve("cut.pt"), Arrays.copyOf(whole, n));
            assertThatExceptionOfType(TensorFileException.class)
                    .as("%d bytes", n)
                    .isThrownBy(() -> readAll(path));
        }
        assertThat(folder).isNotEmptyDirectory();
    }

    static int find(byte[] in, String what, int from) {
        return new String(in, StandardCharsets.ISO_8859_1).indexOf(what, from);
    }
}
