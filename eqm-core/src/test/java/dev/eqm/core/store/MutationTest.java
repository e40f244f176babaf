package dev.eqm.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.testing.Damage;
import dev.eqm.core.testing.DamagedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
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
                Npz::read,
                size -> 128 * 1024 + 100 * size);
    }

    private void survives(
            List<byte[]> originals,
            Function<Path, Map<String, TensorData>> reader,
            LongUnaryOperator memory) {
        DamagedFiles files =
                new DamagedFiles(
                        ".bin",
                        new Damage(originals, TOKENS, 20260101),
                        UnaryOperator.identity(),
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

    private static void readAll(TensorData tensor) {
        if (tensor.dtype().isFloat()) {
            tensor.doubles();
        } else {
            tensor.longs();
        }
    }
}
