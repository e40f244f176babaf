package dev.eqm.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @TempDir Path folder;

    @Test
    void roundTripKeepsEverythingInOrder() {
        Path path = folder.resolve("x.safetensors");
        Map<String, String> metadata = Map.of("sign", "paper\n\"γ\"");
        Safetensors.write(path, Fixtures.sample(), metadata);
        TensorFile back = Safetensors.read(path);

        assertThat(back.tensors()).isEqualTo(Fixtures.sample());
        assertThat(back.tensors().keySet())
                .containsExactly("a.weight", "b.odd", "c", "d.empty", "e.scalar");
        assertThat(back.metadata()).isEqualTo(metadata);
        assertThat(back.tensors().get("a.weight").buffer().isDirect()).isTrue(); // mapped
    }

    @Test
    void headerSaysTheSameWithoutData() {
        Path path = folder.resolve("x.safetensors");
        Safetensors.write(path, Fixtures.sample(), Map.of("k", "v"));
        TensorHeader header = Safetensors.header(path);

        assertThat(header.metadata()).containsExactly(Map.entry("k", "v"));
        assertThat(header.tensors().keySet()).containsExactlyElementsOf(Fixtures.sample().keySet());
        TensorInfo info = header.tensors().get("a.weight");
        assertThat(info).hasToString("F32[2, 3]");
        assertThat(info.elementCount()).isEqualTo(6);
        assertThat(info.begin() % 8).isZero();
    }

    @Test
    void sameInputGivesSameBytes() throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        Safetensors.write(one, Fixtures.sample(), Map.of("k", "v"));
        Safetensors.write(two, Fixtures.sample(), Map.of("k", "v"));
        assertThat(one).hasSameBinaryContentAs(two);
        Safetensors.write(two, Safetensors.read(two).tensors(), Map.of("k", "v")); // onto its map
        assertThat(one).hasSameBinaryContentAs(two);
    }

    @Test
    void nothingAtAllIsAFileToo() {
        Path path = folder.resolve("empty");
        Safetensors.write(path, Map.of(), Map.of());
        assertThat(Safetensors.read(path)).isEqualTo(new TensorFile(Map.of(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f64", "f32", "f16", "bf16", "i64", "i32", "i16", "i8", "u8", "bool"})
    void readsWhatPythonWrote(String key) throws IOException {
        TensorFile file = Safetensors.read(Fixtures.copyTo(folder, "python.safetensors"));
        TensorData tensor = file.tensors().get(key);
        assertThat(tensor.dtype().name()).isEqualToIgnoringCase(key);
        assertThat(tensor.shape()).containsExactly(2, 3);
        switch (tensor.dtype()) {
            case F64, F32, F16, BF16 ->
                    assertThat(tensor.doubles()).containsExactly(Fixtures.FLOATS);
            case U8 -> assertThat(tensor.longs()).containsExactly(0, 1, 2, 3, 4, 5);
            case BOOL -> assertThat(tensor.longs()).containsExactly(0, 1, 0, 1, 0, 1);
            default -> assertThat(tensor.longs()).containsExactly(Fixtures.INTS);
        }
    }

    @Test
    void readsPythonsNamesScalarsAndMetadata() throws IOException {
        TensorFile file = Safetensors.read(Fixtures.copyTo(folder, "python.safetensors"));
        assertThat(file.tensors()).hasSize(13);
        assertThat(file.tensors().get("scalar").shape()).isEmpty();
        assertThat(file.tensors().get("scalar").floats()).containsExactly(2.5f);
        assertThat(file.tensors().get("empty").shape()).containsExactly(0, 3);
        assertThat(file.tensors().get("größe.γ").floats()).containsExactly(1f);
        assertThat(file.metadata())
                .containsEntry("note", "größe \"γ\"\n")
                .containsEntry("format", "pt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                // header                                                            | data |
                // message
                "x                                                                   | 0 | '{'",
                "{                                                                   | 0 | JSON, offset",
                "{\"a\":1}                                                           | 0 | 'a': must have exactly",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}                           | 0 | 'a': must have exactly",
                "{\"a\":{\"dtype\":\"F4\",\"shape\":[1],\"data_offsets\":[0,4]}}     | 4 | element type 'F4' is not",
                "{\"a\":{\"dtype\":7,\"shape\":[1],\"data_offsets\":[0,4]}}          | 4 | element type '7' is not",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}   | 4 | negative size",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}  | 4 | shape must be a list of integers",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":1,\"data_offsets\":[0,4]}}      | 4 | shape must be a list of integers",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904],\"data_offsets\":[0,4]}} | 4 | overflows",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}    | 4 | begin <= end",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}   | 4 | begin <= end",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}      | 4 | begin <= end",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}    | 7 | 'a': ends at data byte 8 of 7",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}    | 5 | 1 bytes after the last tensor",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[1,5]}}    | 5 | 'a': 1 bytes before it",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}    | 4 | F32[2] needs 8 bytes, but its data_offsets span 4",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}} | 3 | 'b': overlaps",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{}} | 0 | \"a\" appears twice",
                "{\"__metadata__\":[]}                                               | 0 | __metadata__ must be an object",
                "{\"__metadata__\":{\"k\":1}}                                        | 0 | 'k' must be a string",
            })
    void lyingHeadersAreNamed(String header, int data, String message) throws IOException {
        assertRefused(
                file(header.getBytes(StandardCharsets.UTF_8), header.length(), data), message);
    }

    @Test
    void badFramesAreNamed() throws IOException {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        assertRefused(new byte[0], "0 bytes are too few");
        assertRefused(new byte[7], "7 bytes are too few");
        assertRefused(file(json, 1L << 60, 0), "1152921504606846976 exceeds the limit");
        assertRefused(file(json, -1, 0), "18446744073709551615 exceeds the limit");
        assertRefused(file(json, 3, 0), "header length 3 exceeds the file size of 10 bytes");
        assertRefused(file(json, 0, 0), "does not begin with '{'");
        assertRefused(file(new byte[] {'{', (byte) 0xFF, '}'}, 3, 0), "not UTF-8");
    }

    @Test
    void everyCutIsNoticed() throws IOException {
        byte[] whole = Fixtures.bytes("python.safetensors");
        for (int n = 0; n < whole.length; n++) {
            Path path = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(whole, n));
            assertThatExceptionOfType(TensorFileException.class)
                    .as("%d bytes", n)
                    .isThrownBy(() -> Safetensors.read(path));
        }
    }

    @Test
    void aTensorAboveTwoGibibytesIsSeenButNotMapped() throws IOException {
        String header =
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2147483648],\"data_offsets\":[0,2147483648]}}";
        Path path =
                Files.write(
                        folder.resolve("big"),
                        file(header.getBytes(StandardCharsets.UTF_8), header.length(), 0));
        try (var file =
                java.nio.channels.FileChannel.open(path, java.nio.file.StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), Files.size(path) + (1L << 31) - 1); // sparse
        }
        assertThat(Safetensors.header(path).tensors().get("a").elementCount()).isEqualTo(1L << 31);
        assertThatExceptionOfType(TensorFileException.class)
                .isThrownBy(() -> Safetensors.read(path))
                .withMessageContaining(
                        "'a': 2147483648 bytes exceed the limit of 2 GiB per mapped tensor");
    }

    @Test
    void missingPlacesAndReservedNamesAreNamed() {
        Path missing = folder.resolve("none/x");
        assertThatExceptionOfType(TensorFileException.class)
                .isThrownBy(() -> Safetensors.read(missing))
                .withMessage(missing + ": there is no such file; check the path");
        assertThatExceptionOfType(TensorFileException.class)
                .isThrownBy(() -> Safetensors.write(missing, Map.of(), Map.of()))
                .withMessageContaining("create the folder " + missing.getParent());
        Map<String, TensorData> reserved = Map.of("__metadata__", TensorData.of(new float[1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Safetensors.write(folder.resolve("x"), reserved, Map.of()))
                .withMessageContaining("reserved");
        assertThat(folder).isEmptyDirectory();
    }

    private void assertRefused(byte[] content, String message) throws IOException {
        Path path = Files.write(folder.resolve("bad"), content);
        assertThatExceptionOfType(TensorFileException.class)
                .isThrownBy(() -> Safetensors.read(path))
                .withMessageStartingWith(path + ": ")
                .withMessageContaining(message);
    }

    private static byte[] file(byte[] header, long length, int data) {
        return ByteBuffer.allocate(8 + header.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(header)
                .array();
    }
}
