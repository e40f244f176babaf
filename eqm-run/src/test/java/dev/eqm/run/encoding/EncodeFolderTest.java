package dev.eqm.run.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.models.autoencoder.LatentCache;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeFolderTest {
    @TempDir private Path folder;

    private EncodeFolder withSeed(long seed) {
        LatentCache cache = new LatentCache(true, false, seed, 512);
        return new EncodeFolder(
                folder.resolve("latents"),
                new EncodeIdentity(
                        "pictures", "ab", 2, "cd", "KlConfig[]", 0, cache, "float32", "cpu"));
    }

    private void complete(EncodeFolder encoded) throws IOException {
        try (RunLock lock = encoded.begin(false)) {
            Files.writeString(encoded.part().resolve("latents-00000.safetensors"), "x");
        }
        encoded.finish();
    }

    @Test
    void whatDecidesAboutTheFilesIsWrittenDown() throws IOException {
        complete(withSeed(3));
        assertThat(folder.resolve("latents/encode.json"))
                .hasContent(
                        """
                        {
                          "images": "pictures",
                          "labelsSha256": "ab",
                          "classes": 2,
                          "autoencoder": "cd",
                          "shape": "KlConfig[]",
                          "tile": 0,
                          "mirror": true,
                          "posterior": "mean",
                          "seed": 3,
                          "perFile": 512,
                          "precision": "float32",
                          "device": "cpu"
                        }
                        """);
        assertThat(withSeed(3).part()).doesNotExist();
        assertThat(folder.resolve("latents/lock")).doesNotExist();
    }

    @Test
    void itsOwnFolderIsCompleteAnotherOneIsRefusedOrMadeAnew() throws IOException {
        assertThat(withSeed(3).complete(false)).isFalse();
        complete(withSeed(3));
        assertThat(withSeed(3).complete(false)).isTrue();
        assertThatThrownBy(() -> withSeed(4).complete(false))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("was made with seed 3, now it is 4");
        assertThat(withSeed(4).complete(true)).isFalse();
        assertThat(folder.resolve("latents")).doesNotExist();
    }

    @Test
    void whatWasBegunGoesOnOrIsRefused() throws IOException {
        Path file = withSeed(3).part().resolve("latents-00000.safetensors");
        try (RunLock lock = withSeed(3).begin(false)) {
            Files.writeString(file, "x");
            assertThatThrownBy(() -> withSeed(3).begin(false).close())
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("another process is encoding here");
        }
        assertThatThrownBy(() -> withSeed(4).begin(false).close())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("seed 3");
        withSeed(3).begin(false).close();
        assertThat(file).exists();
        withSeed(4).begin(true).close();
        assertThat(file).doesNotExist();
    }

    @Test
    void foreignFoldersAreLeftAlone() throws IOException {
        Path photo = Files.createDirectories(folder.resolve("latents")).resolve("photo.png");
        Files.writeString(photo, "x");
        for (boolean overwrite : new boolean[] {false, true}) {
            assertThatThrownBy(() -> withSeed(3).complete(overwrite))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("is no folder of eqm encode");
        }
        assertThat(photo).exists();
    }
}
