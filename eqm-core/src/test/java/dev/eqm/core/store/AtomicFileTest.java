package dev.eqm.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir Path folder;

    @Test
    void replacesTheWholeFile() throws IOException {
        Path target = Files.writeString(folder.resolve("x"), "something longer");
        AtomicFile.write(target, file -> file.write(ByteBuffer.wrap(new byte[] {'a', 'b'})));
        assertThat(target).hasContent("ab");
        assertThat(folder.toFile().list()).containsExactly("x");
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        Path target = Files.writeString(folder.resolve("x"), "old");
        assertThatIOException()
                .isThrownBy(
                        () ->
                                AtomicFile.write(
                                        target,
                                        file -> {
                                            file.write(ByteBuffer.wrap(new byte[100]));
                                            throw new IOException("disk full");
                                        }))
                .withMessage("disk full");
        assertThat(target).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("x");
    }

    @Test
    void aLeftoverOfAKilledProcessIsReplaced() throws IOException {
        Files.writeString(folder.resolve("x.part"), "half of something very long");
        AtomicFile.write(
                folder.resolve("x"), file -> file.write(ByteBuffer.wrap(new byte[] {'a'})));
        assertThat(folder.resolve("x")).hasContent("a");
        assertThat(folder.toFile().list()).containsExactly("x");
    }
}
