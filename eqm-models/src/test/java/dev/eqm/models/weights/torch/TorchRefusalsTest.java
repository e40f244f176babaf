package dev.eqm.models.weights.torch;

import static dev.eqm.models.weights.torch.TestArchive.integer;
import static dev.eqm.models.weights.torch.TestArchive.pickle;
import static dev.eqm.models.weights.torch.TestArchive.storage;
import static dev.eqm.models.weights.torch.TestArchive.tensor;
import static dev.eqm.models.weights.torch.TestArchive.text;
import static dev.eqm.models.weights.torch.TestArchive.tuple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eqm.core.store.TensorFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is not a checkpoint of tensors is refused by name and place, and nothing is run. */
class TorchRefusalsTest {
    @TempDir Path folder;

    private void assertRefused(byte[] pickle, String... messages) {
        Path path = TestArchive.of(pickle).write(folder);
        assertThatExceptionOfType(TensorFileException.class)
                .isThrownBy(() -> TorchFile.open(path))
                .withMessageStartingWith(path + ": ")
                .satisfies(e -> assertThat(e.getMessage()).contains(messages));
    }

    @Test
    void theHandMadeOneIsRight() {
        Path path =
                TestArchive.of(
                                pickle(
                                        "}"
                                                + text("a")
                                                + tensor(integer(0), tuple(2, 3), tuple(3, 1))
                                                + "s."))
                        .write(folder);
        try (TorchFile file = TorchFile.open(path)) {
            assertThat(file.root()).hasToString("{a=F32[2, 3]}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "os system",
                "posix system",
                "nt system",
                "builtins eval",
                "builtins exec",
                "__builtin__ eval",
                "builtins getattr",
                "subprocess Popen",
                "runpy _run_code",
                "pickle loads",
                "_pickle loads",
                "torch load",
                "torch.storage _load_from_bytes",
                "torch.hub load",
                "torch.jit load",
                "torch._utils _rebuild_tensor_v3",
                "torch._utils _rebuild_sparse_tensor",
                "torch ComplexFloatStorage",
                "numpy.core.multiarray _reconstruct",
                "collections defaultdict",
                "argparse ArgumentParser",
                "argparse Namespace.__init__"
            })
    void everyOtherGlobal(String name) {
        String[] parts = name.split(" ");
        String call = text("touch /tmp/eqm-was-here") + "\u0085R.";
        String global = "global '" + name + "' is refused, and nothing was executed";
        assertRefused(pickle("c" + parts[0] + "\n" + parts[1] + "\n" + call), "byte 2", global);
        String stacked = text(parts[0]) + text(parts[1]) + "\u0093" + call;
        assertRefused(
                pickle(stacked),
                "data.pkl, byte " + (stacked.length() - call.length() + 1),
                global);
    }

    @Test
    void everyOtherOpcode() {
        int refused = 0;
        for (int code = 0; code < 256; code++) {
            if (!isRead(code)) {
                assertRefused(pickle("N" + (char) code + "."), "byte 3", "opcode");
                refused++;
            }
        }
        assertThat(256 - refused).as("opcodes that are read").isEqualTo(36);
        assertRefused(pickle("ios\nsystem\n."), "opcode INST is refused");
        assertRefused(pickle("(cos\nsystem\no."), "global 'os system'");
        assertRefused(pickle("\u0082\1."), "opcode EXT1 is refused");
    }

    private static boolean isRead(int code) {
        try {
            return Opcode.of((byte) code) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static Stream<Arguments> pickles() {
        String t = "\u0089ccollections\nOrderedDict\n)RtR.";
        String begin = "ctorch._utils\n_rebuild_tensor_v2\n(";
        String f = storage("FloatStorage", "0", 6);
        String ends = integer(0) + tuple(6) + tuple(1) + t;
        return Stream.of(
                // values
                Arguments.of("]q\0h\0a.", "a list contains itself"),
                Arguments.of("}q\0" + text("a") + "h\0s.", "a dict contains itself"),
                Arguments.of("]q\0h\0\u0085a.", "contains itself"),
                Arguments.of("]".repeat(65) + "a".repeat(64) + ".", "nested deeper than 64"),
                Arguments.of(laughs(30), "2000000 values once shared ones are expanded"),
                Arguments.of("N".repeat(2_000_001), "more than 2000000 values"),
                Arguments.of("(".repeat(2_000_001), "more than 2000000 values"),
                Arguments.of("h\7.", "memo 7 was never set"),
                Arguments.of("q\0.", "empty stack"),
                Arguments.of("(t\u0085R.", "empty stack"),
                Arguments.of("(q\0t.", "empty stack"),
                Arguments.of("t.", "mark that was never set"),
                Arguments.of("NN.", "ends with 2 values"),
                Arguments.of("N(.", "1 open marks"),
                Arguments.of("N.N.", "2 bytes after STOP: a second pickle"),
                Arguments.of("X\377\377\377\177a.", "a string of 2147483647 bytes"),
                Arguments.of("X\377\377\377\377a.", "a string of 4294967295 bytes"),
                Arguments.of("X\5\0\0\0a.", "ends in the middle"),
                Arguments.of("X\1\0\0\0\377.", "not UTF-8"),
                Arguments.of("\u008a\u00ff\0.", "ends in the middle"),
                Arguments.of("\u0095\0\0\0\0\1\0\0\0N.", "a frame of 4294967296 bytes"),
                Arguments.of("\u0080\6N.", "protocol must be 2 to 5, got 6"),
                Arguments.of("c" + "a".repeat(300) + "\n", "must end within 256"),
                Arguments.of("}(" + text("a") + "N" + text("a") + "Nu.", "key 'a' appears twice"),
                Arguments.of("}NNs.", "a key of a dict"),
                Arguments.of("}(Nu.", "a key without a value"),
                Arguments.of("NNa.", "appends to None"),
                Arguments.of("]NNs.", "sets items of a list"),
                Arguments.of("ctorch\nFloatStorage\n.", "where a value was expected"),
                Arguments.of(f + ".", "found storage '0' where"),
                // calls
                Arguments.of(
                        "ctorch\nFloatStorage\n)R.",
                        "a checkpoint must not call the global 'torch FloatStorage'"),
                Arguments.of(
                        "cargparse\nNamespace\n)R.",
                        "a checkpoint must not call the global 'argparse Namespace'"),
                Arguments.of(
                        "ccollections\nOrderedDict\n)\u0081.", "a checkpoint must not instantiate"),
                Arguments.of("ccollections\nOrderedDict\n]\u0085R.", "with 1 arguments"),
                Arguments.of(text("eval") + ")R.", "calls 'eval'"),
                Arguments.of("]}b.", "neither an OrderedDict nor a Namespace"),
                Arguments.of("cargparse\nNamespace\n)\u0081Nb.", "must be a dict, got None"),
                // tensors
                Arguments.of(tensor(integer(0), tuple(2, 3), tuple(-3, 1)) + ".", "got -3"),
                Arguments.of(tensor(integer(0), tuple(-2, 3), tuple(3, 1)) + ".", "got -2"),
                Arguments.of(tensor(integer(-1), tuple(2, 3), tuple(3, 1)) + ".", "got -1"),
                Arguments.of(
                        tensor(integer(1), tuple(2, 3), tuple(3, 1)) + ".",
                        "ends at element 7 of a storage of only 6"),
                Arguments.of(
                        tensor(integer(0), tuple(2, 3), tuple(4, 1)) + ".", "ends at element 7"),
                Arguments.of(tensor(integer(0), tuple(2, 3), tuple(3)) + ".", "has 1 strides"),
                Arguments.of(
                        tensor(integer(0), tuple(3, 3), tuple(1, 1)) + ".", "repeats the elements"),
                Arguments.of(
                        tensor(integer(0), tuple(1000), tuple(0)) + ".", "repeats the elements"),
                Arguments.of(
                        tensor(integer(0), tuple(1L << 32, 1L << 32), tuple(0, 0)) + ".",
                        "overflows 64 bits"),
                Arguments.of(
                        tensor(integer(0), tuple(2), tuple(Long.MAX_VALUE)) + ".",
                        "overflows 64 bits"),
                Arguments.of(
                        tensor(integer(Long.MAX_VALUE), tuple(2), tuple(1)) + ".",
                        "overflows 64 bits"),
                Arguments.of(
                        tensor(integer(0), "(\u008a\11\0\0\0\0\0\0\0\u0080\0t", tuple(1)) + ".",
                        "got 9223372036854775808"),
                Arguments.of(
                        tensor(integer(0), tuple(new long[17]), tuple(new long[17])) + ".",
                        "17 numbers"),
                Arguments.of(tensor(integer(0), "N", tuple(1)) + ".", "must be a tuple, got None"),
                Arguments.of(begin + "N" + ends, "a tensor needs a storage, got None"),
                Arguments.of(
                        begin + f + integer(0) + tuple(6) + tuple(1) + "N}tR.", "requires_grad"),
                Arguments.of(
                        begin
                                + f
                                + integer(0)
                                + tuple(6)
                                + tuple(1)
                                + "\u0089}"
                                + text("a")
                                + "NstR.",
                        "with hooks"),
                Arguments.of(
                        begin
                                + f
                                + integer(0)
                                + tuple(6)
                                + tuple(1)
                                + "\u0089}}"
                                + text("conj")
                                + "\u0088stR.",
                        "metadata"),
                // storages
                Arguments.of(
                        begin + storage("FloatStorage", "1", 6) + ends,
                        "storage '1' is not in the file"),
                Arguments.of(
                        begin + storage("FloatStorage", "../data.pkl", 6) + ends,
                        "is not in the file"),
                Arguments.of(
                        begin + storage("FloatStorage", "0", 7) + ends,
                        "needs 28 bytes, but the file has 24"),
                Arguments.of(
                        begin + storage("DoubleStorage", "0", 6) + ends, "6 F64 needs 48 bytes"),
                Arguments.of(
                        begin + storage("FloatStorage", "0", 1L << 62) + ends, "overflows 64 bits"),
                Arguments.of(begin + storage("FloatStorage", "0", -6) + ends, "got -6"),
                Arguments.of(begin + storage("Size", "0", 6) + ends, "not a storage class"),
                Arguments.of("NQ.", "a persistent id must be a tuple, got None"),
                Arguments.of(tuple(1, 2, 3, 4, 5) + "Q.", "a persistent id must be ('storage'"));
    }

    /** A list of two of the same list of two, and so on. */
    private static String laughs(int levels) {
        StringBuilder out = new StringBuilder("]q\0");
        for (int i = 1; i <= levels; i++) {
            char before = (char) (i - 1);
            out.append("h").append(before).append("\u0086q").append((char) i);
        }
        return out + ".";
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("pickles")
    void wrongPickles(String opcodes, String message) {
        assertRefused(pickle(opcodes), "data.pkl, byte ", message);
    }

    @Test
    void framesOfPickles() {
        assertRefused(new byte[0], "must begin with PROTO");
        assertRefused("N.".getBytes(StandardCharsets.US_ASCII), "must begin with PROTO");
        assertRefused("(lp0\n.".getBytes(StandardCharsets.US_ASCII), "must begin with PROTO");
    }

    @Test
    void aFarMemoTakesNoMemory() {
        Path path =
                TestArchive.of(pickle("Nr\377\377\377\377j\377\377\377\377\u0086.")).write(folder);
        try (TorchFile file = TorchFile.open(path)) {
            assertThat(file.root()).hasToString("[null, null]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"complex.pt", "float8.pt", "module.pt", "expanded.pt"})
    void whatPythonSavesBesides(String name) throws IOException {
        Path path = Files.write(folder.resolve(name), TestArchive.fixture(name));
        assertThatExceptionOfType(TensorFileException.class)
                .isThrownBy(() -> TorchFile.open(path))
                .withMessageContaining("data.pkl, byte ");
    }

    @Test
    void otherFormatsAreNamed() throws IOException {
        byte[] tar = new byte[512];
        System.arraycopy(new byte[] {'u', 's', 't', 'a', 'r'}, 0, tar, 257, 5);
        assertFormat(tar, "is a tar");
        assertFormat(TestArchive.fixture("script.pt"), "TorchScript program", "state_dict()");
        assertFormat(pickle("N."), "is a bare pickle");
        assertFormat(
                "\20\0\0\0\0\0\0\0{\"a\":1}         ".getBytes(StandardCharsets.US_ASCII),
                "looks like safetensors");
        assertFormat(new byte[0], "is not a ZIP archive");
        assertFormat(new byte[100], "is not a ZIP archive");
        Path missing = folder.resolve("none.pt");
        assertThatExceptionOfType(TensorFileException.class)
                .isThrownBy(() -> TorchFile.open(missing))
                .withMessage(missing + ": there is no such file; check the path");
    }

    private void assertFormat(byte[] content, String... messages) throws IOException {
        Path path = Files.write(folder.resolve("other.pt"), content);
        assertThatExceptionOfType(TensorFileException.class)
                .isThrownBy(() -> TorchFile.open(path))
                .satisfies(e -> assertThat(e.getMessage()).contains(messages));
    }
}
