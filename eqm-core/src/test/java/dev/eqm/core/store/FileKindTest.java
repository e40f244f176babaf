package dev.eqm.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files are told apart by what they hold. */
class FileKindTest {
    @TempDir private Path folder;

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private Path file(String content) throws IOException {
        return file("file", content.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "\u0089PNG\\r\\n\\z\\n...., PNG",
        "\u00ff\u00d8\u00ff\u00e0\\0\\0JFIF, JPEG",
        "GIF89a.., GIF",
        "RIFF....WEBPVP8, WEBP",
        "BZh91AY, BZIP2",
        "%PDF-1.7, PDF",
        "PK\\3\\4.., ZIP",
        "'{\"a\": 1}', JSON",
        "<!DOCTYPE html><html>, HTML",
        "just words, TEXT",
    })
    void firstBytesTell(String content, FileKind kind) throws IOException {
        String bytes =
                content.replace("\\r", "\r")
                        .replace("\\n", "\n")
                        .replace("\\z", "\u001a")
                        .replace("\\0", "\0")
                        .replace("\\3", "\3")
                        .replace("\\4", "\4");
        assertThat(FileKind.of(file(bytes))).contains(kind);
    }

    @Test
    void filesThatThisLibraryWritesAreKnown() throws IOException {
        Path npz = folder.resolve("a.npz");
        Path tensors = folder.resolve("a.safetensors");
        Map<String, TensorData> one = Map.of("a", TensorData.of(new float[] {1}, 1));
        Npz.write(npz, one);
        Safetensors.write(tensors, one, Map.of());
        assertThat(FileKind.of(npz)).contains(FileKind.ZIP);
        assertThat(FileKind.of(tensors)).contains(FileKind.SAFETENSORS);
        Path packed = folder.resolve("a.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(1);
        }
        assertThat(FileKind.of(packed)).contains(FileKind.GZIP);
    }

    @Test
    void noiseAndNothingAreNoKind() throws IOException {
        assertThat(FileKind.of(file(""))).isEmpty();
        assertThat(FileKind.of(file("\u0001\u00fe\u00dc\u0003\u0000"))).isEmpty();
        assertThat(FileKind.of(folder)).isEmpty();
        assertThat(FileKind.of(folder.resolve("none"))).isEmpty();
    }

    @Test
    void readersSayWhatAFileIsInstead() throws IOException {
        Path png = file("a.npz", "\u0089PNG\r\n\u001a\n1234".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Npz.read(png))
                .hasMessageContaining("is a PNG image, not an .npz file")
                .hasMessageNotContaining("copy");
        assertThatThrownBy(() -> Safetensors.header(png))
                .hasMessageContaining("is a PNG image, not a safetensors file");
        Path cut = folder.resolve("cut.npz");
        Npz.write(cut, Map.of("a", TensorData.of(new float[] {1}, 1)));
        byte[] all = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(all, all.length / 2));
        assertThatThrownBy(() -> Npz.read(cut)).hasMessageContaining("copy it again");
    }
}
