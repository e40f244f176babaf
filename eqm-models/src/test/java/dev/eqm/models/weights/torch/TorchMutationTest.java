package dev.eqm.models.weights.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorFileException;
import dev.eqm.core.testing.Damage;
import dev.eqm.core.testing.DamagedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the bytes: a checkpoint that can be read to its end, or a TensorFileException, in
 * bounded time and memory. {@code -Deqm.fuzz.files=100000} makes it long.
 */
class TorchMutationTest {
    private static final int FILES = Integer.getInteger("eqm.fuzz.files", 10_000) / 2;
    private static final List<String> TOKENS =
            List.of(
                    "cos\nsystem\n",
                    "cbuiltins\neval\n",
                    "ctorch._utils\n_rebuild_tensor_v2\n",
                    "ctorch\nDoubleStorage\n",
                    "cargparse\nNamespace\n)",
                    "R",
                    "b",
                    "Q",
                    "(",
                    "t",
                    "((((((((",
                    "]]]]]]]]",
                    "}q\0h\0s",
                    "q\0",
                    "h\0",
                    "j\0\0\0\0",
                    "X\1\0\0\0a",
                    "M\0\1",
                    "N",
                    ".",
                    "../",
                    "PK\1\2",
                    "PK\3\4",
                    "PK\5\6",
                    "PK\6\6",
                    "PK\6\7");

    @TempDir Path folder;

    /** The ZIP around it; in every other file without the checksums that would tell. */
    @Test
    void wholeFiles() {
        Damage damage =
                new Damage(
                        List.of(
                                TestArchive.fixture("state_dict.pt"),
                                TestArchive.fixture("protocol2.pt"),
                                TestArchive.fixture("protocol5.pt"),
                                TestArchive.of(TestArchive.pickle("N.")).bytes()),
                        TOKENS,
                        20260301);
        run(damage, TorchMutationTest::withoutChecksums, TorchMutationTest::readFile);
    }

    /** The format before 1.6: its chain of pickles, keys and counts. */
    @Test
    void legacyFiles() {
        Damage damage =
                new Damage(
                        List.of(
                                TestArchive.fixture("legacy2.pt"),
                                TestArchive.fixture("legacy4.pt"),
                                TestArchive.fixture("before_1.6.pt"),
                                TestLegacy.of("N.", "]."),
                                TestLegacy.viewed("(X\1\0\0\0vK\2K\3t")),
                        TOKENS,
                        20261129);
        run(damage, UnaryOperator.identity(), TorchMutationTest::readFile);
    }

    /** Wrong pickles over the right storages of the original. */
    @Test
    void pickles() throws IOException {
        Path original =
                Files.write(folder.resolve("good.zip"), TestArchive.fixture("protocol2.pt"));
        Damage damage =
                new Damage(List.of(pickle("protocol2"), pickle("protocol5")), TOKENS, 20260302);
        try (FileChannel channel = FileChannel.open(original);
                Records records = new Records(new FileBytes(original, channel))) {
            run(damage, UnaryOperator.identity(), path -> readPickle(path, records));
        }
    }

    private void run(Damage damage, UnaryOperator<byte[]> repair, Consumer<Path> reader) {
        DamagedFiles files =
                new DamagedFiles(
                        ".pt",
                        damage,
                        repair,
                        TensorFileException.class,
                        size -> 256 * 1024 + 200 * size);
        DamagedFiles.Outcome outcome = files.run(folder, FILES, reader);
        assertThat(outcome.refused()).as("%s", outcome).isGreaterThan(FILES / 4);
        assertThat(outcome.read()).as("%s", outcome).isGreaterThan(FILES / 100);
    }

    private static void readFile(Path path) {
        try (TorchFile file = TorchFile.open(path)) {
            readAll(file.root());
        }
    }

    private static void readPickle(Path path, Records records) {
        try {
            ByteBuffer pickle = ByteBuffer.wrap(Files.readAllBytes(path));
            readAll(Unpickler.read(path, pickle, new Calls(records::storage, false)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readAll(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(TorchMutationTest::readAll);
        } else if (value instanceof List<?> list) {
            list.forEach(TorchMutationTest::readAll);
        } else if (value instanceof Namespace namespace) {
            readAll(namespace.fields());
        } else if (value instanceof TorchTensor tensor) {
            TensorData data = tensor.read();
            if (data.dtype().isFloat()) {
                data.doubles();
            } else {
                data.longs();
            }
        }
    }

    private static byte[] withoutChecksums(byte[] zip) {
        byte[] repaired = zip.clone();
        for (int at = find(zip, 0); at >= 0 && at + 20 <= zip.length; at = find(zip, at + 1)) {
            Arrays.fill(repaired, at + 16, at + 20, (byte) 0);
        }
        return repaired;
    }

    private static int find(byte[] zip, int from) {
        return ZipRefusalsTest.find(zip, "PK\1\2", from);
    }

    private byte[] pickle(String name) throws IOException {
        Path file = Files.write(folder.resolve(name), TestArchive.fixture(name + ".pt"));
        try (FileChannel channel = FileChannel.open(file);
                Records records = new Records(new FileBytes(file, channel))) {
            return records.pickle().array();
        }
    }
}
