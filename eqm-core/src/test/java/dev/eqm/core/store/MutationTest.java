package dev.eqm.core.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.eqm.core.testing.Damage;
import dev.eqm.core.testing.DamagedFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the bytes: tensors that can be read to the end, or a TensorFileException. */
class MutationTest {
    private static final int FILES = 10_000;
    private static final List<String> TOKENS =
            List.of(
                    "[",
                    "]",
                    "{\"a\":",
                    "\"",
                    ",",
                    "-",
                    "1e999",
                    "9223372036854775808",
                    "\\ud800",
                    "__metadata__",
                    "[[[[[[[[",
                    "null",
                    "True",
                    "(",
                    "'",
                    ">f8",
                    "|O",
                    "PK\1\2",
                    "PK\5\6",
                    "PK\3\4",
                    "\223NUMPY",
                    "-1",
                    "18446744073709551615",
                    "\u0000");

    @TempDir Path folder;

    /** The head as text, as numbers and as maps; the data are mapped. */
    @Test
    void safetensors() {
        survives(
                List.of(Fixtures.bytes("python.safetensors")),
                UnaryOperator.identity(),
                path -> Safetensors.read(path).tensors(),
                size -> 64 * 1024 + 100 * size);
    }

    /** Nothing inflates beyond what is compared with its declared size. */
    @Test
    void npz() {
        survives(
                List.of(
                        Fixtures.bytes("stored.npz"),
                        Fixtures.bytes("deflated.npz"),
                        Fixtures.bytes("versions.npz")),
                MutationTest::rightChecksums,
                Npz::read,
                size -> 128 * 1024 + 100 * size);
    }

    /** A header of 800 MB over 64 bytes. */
    @Test
    void numbersThatAreNotThereTakeNoMemory() throws IOException {
        Path file = folder.resolve("empty.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a.npy"));
            String head = "{'descr': '<f4', 'fortran_order': False, 'shape': (200000000,), }";
            zip.write(
                    ByteBuffer.allocate(10)
                            .put("\u0093NUMPY\1\0".getBytes(ISO_8859_1))
                            .put((byte) 118)
                            .array());
            zip.write(String.format("%-117s\n", head).getBytes(ISO_8859_1));
            zip.write(new byte[64]);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> Npz.read(file))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("announces 800000000 bytes, but it has 64");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 23);
    }

    private void survives(
            List<byte[]> originals,
            UnaryOperator<byte[]> repair,
            Function<Path, Map<String, TensorData>> reader,
            LongUnaryOperator memory) {
        DamagedFiles files =
                new DamagedFiles(
                        ".bin",
                        new Damage(originals, TOKENS, 20260101),
                        repair,
                        TensorFileException.class,
                        memory);
        DamagedFiles.Outcome outcome =
                files.run(
                        folder,
                        FILES,
                        path -> reader.apply(path).values().forEach(MutationTest::readAll));
        assertThat(outcome.refused()).as("%s", outcome).isGreaterThan(FILES / 2);
        assertThat(outcome.read()).as("%s", outcome).isGreaterThan(FILES / 100);
    }

    /** Writes the right checksum of every stored entry that is still one. */
    private static byte[] rightChecksums(byte[] zip) {
        ByteBuffer file = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at <= zip.length - 46; at++) {
            if (file.getInt(at) != 0x02014B50 || file.getShort(at + 10) != 0) {
                continue; // no entry of the directory, or a deflated one
            }
            int local = file.getInt(at + 42);
            if (local < 0 || local > zip.length - 30) {
                continue;
            }
            long begin = local + 30L + file.getChar(local + 26) + file.getChar(local + 28);
            long length = file.getInt(at + 20) & 0xFFFFFFFFL;
            if (begin + length <= zip.length) {
                CRC32 crc = new CRC32();
                crc.update(zip, (int) begin, (int) length);
                file.putInt(at + 16, (int) crc.getValue());
                file.putInt(local + 14, (int) crc.getValue());
            }
        }
        return file.array();
    }

    private static void readAll(TensorData tensor) {
        if (tensor.dtype().isFloat()) {
            tensor.doubles();
        } else {
            tensor.longs();
        }
    }
}
