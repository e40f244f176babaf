package dev.eqm.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
    @TempDir Path folder;

    @Test
    void roundTripKeepsEverythingInOrder() {
        Map<String, TensorData> arrays = new LinkedHashMap<>(Fixtures.sample());
        for (int i = 40; i > 0; i--) { // enough to show any hash order
            arrays.put("folder/" + i, TensorData.of(new float[] {i}, 1, 1, 1, 1));
        }
        Path path = folder.resolve("x.npz");
        Npz.write(path, arrays);
        assertThat(Npz.read(path)).isEqualTo(arrays);
        assertThat(Npz.read(path).keySet()).containsExactlyElementsOf(arrays.keySet());
    }

    @Test
    void sameInputGivesSameBytesInEveryTimeZone() {
        TimeZone zone = TimeZone.getDefault();
        try {
            for (String id : new String[] {"UTC", "Asia/Tokyo", "America/New_York"}) {
                TimeZone.setDefault(TimeZone.getTimeZone(id));
                Npz.write(folder.resolve(id.replace('/', '-')), Fixtures.sample());
            }
        } finally {
            TimeZone.setDefault(zone);
        }
        assertThat(folder.resolve("Asia-Tokyo")).hasSameBinaryContentAs(folder.resolve("UTC"));
        assertThat(folder.resolve("America-New_York"))
                .hasSameBinaryContentAs(folder.resolve("UTC"));
    }

    @Test
    void dataBeginsAtMultiplesOf64() throws IOException {
        Path path = folder.resolve("x.npz");
        Npz.write(path, Fixtures.sample());
        try (ZipFile zip = new ZipFile(path.toFile())) {
            ZipEntry entry = zip.getEntry("a.weight.npy");
            assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
            byte[] npy = zip.getInputStream(entry).readAllBytes();
            assertThat(npy.length - 6 * 4).isEqualTo(128);
            assertThat(new String(npy, 10, 118, StandardCharsets.US_ASCII))
                    .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } ")
                    .endsWith(" \n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void readsWhatNumpyWrote(String name) throws IOException {
        Map<String, TensorData> arrays = Npz.read(Fixtures.copyTo(folder, name));
        assertThat(arrays).hasSize(16);
        for (String key : new String[] {"f8", "f4", "f2", "big_f8", "big_f4", "fortran_big"}) {
            assertThat(arrays.get(key).doubles()).as(key).containsExactly(Fixtures.FLOATS);
        }
        for (String key : new String[] {"i8", "i4", "i2", "i1", "big_i2"}) {
            assertThat(arrays.get(key).longs()).as(key).containsExactly(Fixtures.INTS);
        }
        assertThat(arrays.get("u1")).isEqualTo(TensorData.of(new byte[] {0, 1, 2, 3, 4, 5}, 2, 3));
        assertThat(arrays.get("b1").longs()).containsExactly(0, 1, 0, 1, 0, 1);
        assertThat(arrays.get("b1").dtype()).isSameAs(DType.BOOL);
        assertThat(arrays.get("scalar")).isEqualTo(TensorData.of(new float[] {2.5f}));
        assertThat(arrays.get("empty").shape()).containsExactly(0, 3);
        assertThat(arrays.get("fortran").shape()).containsExactly(2, 3, 4);
        assertThat(arrays.get("fortran").longs()).isEqualTo(LongStream.range(0, 24).toArray());
    }

    @Test
    void readsAllVersionsAndStreams() throws IOException {
        try (InputStream in = Fixtures.stream("versions.npz")) {
            Map<String, TensorData> arrays = Npz.read(in, "versions.npz");
            assertThat(arrays.keySet()).containsExactly("v1", "v2", "v3");
            assertThat(arrays.values()).containsOnly(TensorData.of(Fixtures.FLOATS32, 2, 3));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "object,|O",
        "struct,structured types are not supported",
        "complex,<c8",
        "text,<U2",
        "uint16,<u2"
    })
    void otherTypesAreRefusedByName(String kind, String message) throws IOException {
        Path path = Fixtures.copyTo(folder, "refused_" + kind + ".npz");
        assertRefused(path, "tensor 'thing': ", message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}|7|8 bytes, but it has 7",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}|9|more bytes",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,)}|8|2000000000 bytes, but it has 8",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (600000000,)}|8|exceed the limit of 2 GiB",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}|8|negative size",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (9e9,)}|8|expected )",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (x,)}|8|tuple of integers",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999,)}|8|tuple of integers",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904,)}|8|overflows",
                "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,)}|8|expected False",
                "{'descr': '<f4', 'fortran_order': False}|8|must contain exactly descr",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x|8|exactly descr",
                "{'descr': '<f4', 'other': False, 'shape': (2,)}|8|unknown key 'other'",
                "{'descr': '<f4|8|not closed",
                "[]|8|expected {",
            })
    void lyingHeadersAreNamed(String header, int data, String message) throws IOException {
        assertRefused(zip("a.npy", npy(1, header, header.length(), data)), "tensor 'a': ", message);
    }

    @Test
    void badFramesAreNamed() throws IOException {
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1,)}";
        byte[] good = npy(1, header, header.length(), 1);
        assertThat(Npz.read(zip("a.npy", good))).containsKey("a");
        assertRefused(zip("a.npy", npy(4, header, header.length(), 1)), "unknown .npy version 4");
        assertRefused(zip("a.npy", npy(1, header, 60000, 1)), "header is truncated");
        assertRefused(zip("a.npy", npy(2, header, 1 << 30, 1)), "length 1073741824 is impossible");
        assertRefused(zip("a.npy", npy(2, header, -1, 1)), "length 4294967295 is impossible");
        assertRefused(zip("a.npy", new byte[] {1, 2, 3}), "wrong magic number");
        assertRefused(
                zip("a.npy", "\u0093NUMPX\1\0".getBytes(StandardCharsets.ISO_8859_1)),
                "wrong magic number");
        assertRefused(zip("a.txt", good), "entry 'a.txt' is not a .npy array");
        assertRefused(Files.write(folder.resolve("b"), good), "is a single numpy array (.npy)");
        assertRefused(Files.write(folder.resolve("c"), new byte[40]), "cannot be read as .npz (");
        assertRefused(folder.resolve("none"), "there is no such file");
    }

    @Test
    void damagedDataFailsItsChecksum() throws IOException {
        byte[] bytes = Fixtures.bytes("versions.npz");
        byte[] half = ByteBuffer.allocate(4).putInt(Integer.reverseBytes(0x3F000000)).array();
        int at = indexOf(bytes, half); // 0.5f of the first array
        bytes[at] ^= 1;
        assertRefused(Files.write(folder.resolve("bad"), bytes), "'v1': wrong checksum");
    }

    @Test
    void everyCutIsNoticed() throws IOException {
        byte[] whole = Fixtures.bytes("deflated.npz");
        for (int n = 0; n < whole.length; n += 3) {
            byte[] cut = Arrays.copyOf(whole, n);
            assertThatExceptionOfType(TensorFileException.class)
                    .as("%d bytes", n)
                    .isThrownBy(() -> Npz.read(new ByteArrayInputStream(cut), "cut.npz"))
                    .withMessageStartingWith("cut.npz: ");
        }
    }

    @Test
    void bfloat16IsNotWritten() {
        TensorData bf16 = TensorData.wrap(DType.BF16, new long[] {1}, ByteBuffer.allocate(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npz.write(folder.resolve("x"), Map.of("a", bf16)))
                .withMessageContaining("BF16 has no numpy type");
        assertThat(folder).isEmptyDirectory();
    }

    private static void assertRefused(Path path, String... messages) {
        assertThatExceptionOfType(TensorFileException.class)
                .isThrownBy(() -> Npz.read(path))
                .withMessageStartingWith(path + ": ")
                .satisfies(e -> assertThat(e.getMessage()).contains(messages));
    }

    private static byte[] npy(int version, String header, int length, int data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        byte[] size = ByteBuffer.allocate(4).putInt(Integer.reverseBytes(length)).array();
        out.write(size, 0, version == 1 ? 2 : 4);
        out.writeBytes(header.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(new byte[data]);
        return out.toByteArray();
    }

    private Path zip(String name, byte[] content) throws IOException {
        Path path = folder.resolve("made.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return path;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
