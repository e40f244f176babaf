package dev.eqm.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.Cifar10;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.NpzImages;
import dev.eqm.core.data.PictureFile;
import dev.eqm.core.data.Png;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A text that Git LFS left in place of a file, where every reader of files meets it. */
class LfsPointerTest {
    private static final String POINTER =
            "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 5131544\n"
                    .formatted("a".repeat(64));

    @TempDir private Path folder;

    private Path pointer(String name) throws IOException {
        return Files.writeString(folder.resolve(name), POINTER);
    }

    @TestFactory
    Stream<DynamicTest> everyReaderSaysWhatItIs() throws IOException {
        Path safetensors = pointer("w.safetensors");
        Path npz = pointer("w.npz");
        Path png = pointer("w.png");
        pointer("t10k-images-idx3-ubyte.gz");
        pointer("t10k-labels-idx1-ubyte.gz");
        pointer("test_batch.bin");
        Map<String, ThrowingCallable> readers =
                Map.of(
                        "tensors", () -> Safetensors.read(safetensors),
                        "header", () -> Safetensors.header(safetensors),
                        "npz", () -> Npz.read(npz),
                        "npz images", () -> NpzImages.open(npz, NpzImages.Layout.AUTO),
                        "picture", () -> PictureFile.read(png, 3),
                        "png", () -> Png.read(png),
                        "idx", () -> FashionMnist.folder(folder, false),
                        "cifar", () -> Cifar10.folder(folder, false));
        return readers.entrySet().stream()
                .map(
                        reader ->
                                DynamicTest.dynamicTest(
                                        reader.getKey(),
                                        () ->
                                                assertThatThrownBy(reader.getValue())
                                                        .hasMessageContaining("Git LFS pointer")
                                                        .hasMessageContaining("5131544 bytes")
                                                        .hasMessageContaining("git lfs pull")));
    }

    @Test
    void otherTextsAreNone() throws IOException {
        assertThat(LfsPointer.problem(folder.resolve("missing"))).isEmpty();
        assertThat(LfsPointer.problem(Files.writeString(folder.resolve("a"), "version 1")))
                .isEmpty();
        byte[] windows = POINTER.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        assertThat(LfsPointer.problem(windows)).contains("5131544 bytes");
    }
}
