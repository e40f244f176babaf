package dev.eqm.models.weights.torch;

import static dev.eqm.models.weights.torch.TestArchive.integer;
import static dev.eqm.models.weights.torch.TestArchive.text;
import static dev.eqm.models.weights.torch.TestLegacy.KEYS;
import static dev.eqm.models.weights.torch.TestLegacy.MAGIC;
import static dev.eqm.models.weights.torch.TestLegacy.PROTOCOL;
import static dev.eqm.models.weights.torch.TestLegacy.SYSTEM;
import static dev.eqm.models.weights.torch.TestLegacy.over;
import static dev.eqm.models.weights.torch.TestLegacy.storage;
import static dev.eqm.models.weights.torch.TestLegacy.tensor;
import static dev.eqm.models.weights.torch.TestLegacy.viewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The format before PyTorch 1.6 by hand; what Python wrote in it is read in {@link TorchFileTest}.
 */
class LegacyRecordsTest {
    private static final float[] SIX = {0, 1, 2, 3, 4, 5};
    private static final String T = tensor("N");

    @TempDir Path folder;

    private Path write(byte[] bytes) {
        try {
            return Files.write(folder.resolve("old.pt"), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(byte[] bytes, String... messages) {
        Path path = write(bytes);
        assertThatExceptionOfType(TensorFileException.class)
                .isThrownBy(() -> TorchFile.open(path))
                .withMessageStartingWith(path + ": ")
                .satisfies(e -> assertThat(e.getMessage()).contains(messages));
    }

    @Test
    void aTensorLooksIntoItsStorageOrItsView() {
        try (TorchFile file = TorchFile.open(write(viewed("N")))) {
            assertThat(((TorchTensor) file.root()).read().floats()).containsExactly(1, 2);
        }
        String view = "(" + text("8") + integer(3) + integer(3) + "t";
        String both = "]" + T + "a" + tensor(view) + "a.";
        try (TorchFile file = TorchFile.open(write(TestLegacy.of(both, KEYS, SIX)))) {
            List<?> root = (List<?>) file.root();
            TorchTensor whole = (TorchTensor) root.get(0);
            TorchTensor part = (TorchTensor) root.get(1);
            assertThat(part.read().floats()).containsExactly(4, 5);
            assertThat(part.sharesStorageWith(whole)).isTrue();
        }
    }

    @Test
    void storagesComeInTheOrderOfTheirKeys() {
        String object = "]" + T + "a" + over(storage("FloatStorage", "8", 3, "N")) + "a.";
        String keys = "](" + text("8") + text("7") + "e.";
        byte[] bytes = TestLegacy.of(object, keys, new float[] {7, 8, 9}, SIX);
        try (TorchFile file = TorchFile.open(write(bytes))) {
            List<?> root = (List<?>) file.root();
            assertThat(((TorchTensor) root.get(0)).read().floats()).containsExactly(1, 2);
            assertThat(((TorchTensor) root.get(1)).read().floats()).containsExactly(8, 9);
        }
    }

    @Test
    void plainValuesNeedNoStorage() {
        try (TorchFile file = TorchFile.open(write(TestLegacy.of("K\5.", "].")))) {
            assertThat(file.root()).isEqualTo(5L);
        }
    }

    @Test
    void mapsOutliveTheFile() {
        float[] many = new float[5000];
        many[4999] = 7;
        String object =
                over(storage("FloatStorage", "7", 5000, "N"))
                        .replace(TestArchive.tuple(2), TestArchive.tuple(4999));
        TorchFile file = TorchFile.open(write(TestLegacy.of(object + ".", KEYS, many)));
        TorchTensor tensor = (TorchTensor) file.root();
        TensorData data = tensor.read();
        file.close();
        assertThat(data.buffer().isDirect()).isTrue();
        assertThat(data.floats()).hasSize(4999).endsWith(7);
        assertThatIllegalStateException()
                .isThrownBy(tensor::read)
                .withMessageContaining("is closed");
    }

    static Stream<Arguments> wrong() {
        String bad = "(" + text("8") + integer(4) + integer(3) + "t";
        return Stream.of(
                // storages
                Arguments.of(T + ".", "].", "storage '7' is not in the file"),
                Arguments.of("N.", KEYS, "lists storage '7', which no tensor refers to, so"),
                Arguments.of(
                        T + ".", "](" + text("7") + text("7") + "e.", "lists storage '7' twice"),
                Arguments.of(T + ".", "]K\7a.", "lists storage 7, which no tensor refers to, so"),
                Arguments.of(T + ".", "}.", "its storage keys are not a list"),
                Arguments.of(
                        over(storage("FloatStorage", "7", 5, "N")) + ".",
                        KEYS,
                        "storage '7' has 6 elements, but its tensors need 5"),
                Arguments.of(
                        over(storage("DoubleStorage", "7", 6, "N")) + ".",
                        KEYS,
                        "storage '7' needs 48 bytes, but only 24 are left"),
                Arguments.of(
                        over(storage("HalfStorage", "7", 6, "N")) + ".",
                        KEYS,
                        "has 12 bytes after its last storage"),
                Arguments.of(
                        "]" + T + "a" + over(storage("IntStorage", "7", 6, "N")) + "a.",
                        KEYS,
                        "storage '7' is referred to as 6 I32, but earlier as 6 F32"),
                Arguments.of(
                        over(storage("DoubleStorage", "7", 1L << 61, "N")) + ".",
                        KEYS,
                        "overflows 64 bits"),
                Arguments.of(
                        over(storage("ComplexFloatStorage", "7", 6, "N")) + ".",
                        KEYS,
                        "global 'torch ComplexFloatStorage' is refused, and nothing was executed"),
                Arguments.of(
                        over(storage("QInt8Storage", "7", 6, "N")) + ".",
                        KEYS,
                        "global 'torch QInt8Storage' is refused"),
                Arguments.of(
                        over(storage("FloatStorage", "7", 6, "")) + ".",
                        KEYS,
                        "a persistent id must be ('storage', class, key, device, count, view)"),
                // views
                Arguments.of(tensor(bad) + ".", KEYS, "a view of 3 elements from 4 on exceeds"),
                Arguments.of(
                        tensor("(" + text("8") + integer(0) + integer(2) + "t") + ".",
                        KEYS,
                        "ends at element 3 of a storage of only 2"),
                Arguments.of(
                        tensor("(" + text("8") + integer(-1) + integer(2) + "t") + ".",
                        KEYS,
                        "start of a view must be a whole number"),
                Arguments.of(
                        tensor("(" + integer(0) + integer(1) + "t") + ".",
                        KEYS,
                        "the view of a storage must be (key, first element, count)"),
                Arguments.of(tensor("K\7") + ".", KEYS, "the view of a storage must be a tuple"),
                // programs
                Arguments.of("cos\nsystem\n" + text("true") + "\u0085R.", "].", "'os system'"),
                Arguments.of(
                        "c__builtin__\neval\n" + text("1") + "\u0085R.",
                        "].",
                        "global '__builtin__ eval' is refused, and nothing was executed"),
                Arguments.of(
                        "N.", "cos\nsystem\n" + text("true") + "\u0085R.", "storage keys, byte"),
                Arguments.of(
                        "ctorch.storage\n_load_from_bytes\n" + text("x") + "\u0085R.",
                        "].",
                        "global 'torch.storage _load_from_bytes' is refused"),
                Arguments.of(
                        "("
                                + text("module")
                                + "ccollections\nOrderedDict\n"
                                + text("a.py")
                                + text("import os")
                                + "tQ.",
                        "].",
                        "a persistent id must be ('storage'"),
                Arguments.of("N.", T + ".", "storage '7' does not belong to this pickle"),
                Arguments.of("]q\0h\0a.", "].", "a list contains itself"),
                Arguments.of("]".repeat(65) + "a".repeat(64) + ".", "].", "nested deeper than 64"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("wrong")
    void wrongPicklesAndStorages(String object, String keys, String message) {
        assertRefused(TestLegacy.of(object, keys, SIX), message);
    }

    @Test
    void refusalsTellTheByteOfTheFile() {
        byte[] bytes = TestLegacy.of("Ncos\nsystem\n.", "].");
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("cos");
        assertRefused(bytes, "object, byte " + at + ": the global 'os system'");
    }

    static Stream<Arguments> heads() {
        String magic = "\u008a\12" + "l".repeat(10) + ".";
        return Stream.of(
                Arguments.of(List.of(magic, PROTOCOL, SYSTEM), "is a bare pickle"),
                Arguments.of(
                        List.of(MAGIC, "M\u00ea\3.", SYSTEM), "protocol is 1002, but only 1001"),
                Arguments.of(List.of(MAGIC, "N.", SYSTEM), "protocol is 'None', but only 1001"),
                Arguments.of(List.of(MAGIC, PROTOCOL, "}."), "little-endian"),
                Arguments.of(List.of(MAGIC, PROTOCOL, "K\1."), "little-endian"),
                Arguments.of(
                        List.of(MAGIC, PROTOCOL, SYSTEM.replace('\u0088', '\u0089')),
                        "little-endian"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("heads")
    void wrongHeads(List<String> pickles, String message) {
        String[] all =
                Stream.concat(pickles.stream(), Stream.of("N.", "].")).toArray(String[]::new);
        assertRefused(TestLegacy.of(all), message);
    }

    /** Wherever a file is cut, it is refused; and so is one that goes on. */
    @ParameterizedTest
    @ValueSource(strings = {"legacy2.pt", "legacy4.pt", "before_1.6.pt"})
    void cutFiles(String name) {
        byte[] whole = TestArchive.fixture(name);
        for (int length = 0; length < whole.length; length += whole.length > 1000 ? 7 : 1) {
            assertRefused(Arrays.copyOf(whole, length), "old.pt: ");
        }
        assertRefused(Arrays.copyOf(whole, whole.length + 3), "3 bytes after its last storage");
    }

    @Test
    void aLongChainIsNotReadToItsEnd() {
        String text = "X\377\377\0\0" + "a".repeat(0xFFFF);
        byte[] bytes = TestLegacy.of("(" + text.repeat(260) + "t.", "].");
        assertThat(bytes.length).isGreaterThan(LegacyRecords.MAX_PICKLES);
        assertRefused(
                bytes, "object, byte ", "is longer than the 16777216 bytes that are supported");
    }

    @Test
    void theFirstFileOfTheSeriesIsRead() {
        try (TorchFile file = TorchFile.open(write(TestArchive.fixture("before_1.6.pt")))) {
            TorchTensor a = (TorchTensor) ((Map<?, ?>) file.root()).get("a");
            assertThat(a.read()).isEqualTo(TensorData.of(new float[] {1}, 1));
        }
    }
}
