package dev.eqm.run.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.autoencoder.LatentCache;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeFolderTest {
    @TempDir private Path folder;

    private EncodeFolder withSeed(long seed) {
        return of(seed, List.of("ant", "bee"), "ef");
    }

    private EncodeFolder of(long seed, List<String> names, String sha256) {
        LatentCache cache = new LatentCache(true, false, seed, 512);
        return new EncodeFolder(
                folder.resolve("latents"),
                new EncodeIdentity(
                        "pictures",
                        "ab",
                        2,
                        names,
                        sha256,
                        "cd",
                        "KlConfig[]",
                        0,
                        cache,
                        "float32",
                        "cpu"));
    }

    private void complete(EncodeFolder encoded) throws IOException {
        try (RunLock lock = encoded.begin(false, RunListener.SILENT)) {
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
                          "classNames": [
                            "ant",
                            "bee"
                          ],
                          "imagesSha256": "ef",
                          "autoencoder": "cd",
                          "shape": "KlConfig[]",
                          "tile": 0,
                          "mirror": true,
                          "posterior": "mean",
                          "seed": 3,
                          "perFile": 512,
                          "batch": 1,
                          "precision": "float32",
                          "device": "cpu"
                        }
                        """);
        assertThat(withSeed(3).part()).doesNotExist();
        assertThat(folder.resolve("latents/lock")).doesNotExist();
    }

    @Test
    void itsOwnFolderIsCompleteAnotherOneIsRefusedOrMadeAnew() throws IOException {
        assertThat(withSeed(3).complete(false, RunListener.SILENT)).isFalse();
        complete(withSeed(3));
        assertThat(withSeed(3).complete(false, RunListener.SILENT)).isTrue();
        assertThatThrownBy(() -> withSeed(4).complete(false, RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("was made with seed 3, but now it is 4");
        assertThat(withSeed(4).complete(true, RunListener.SILENT)).isFalse();
        assertThat(folder.resolve("latents")).doesNotExist();
    }

    @Test
    void whatWasBegunGoesOnOrIsRefused() throws IOException {
        Path file = withSeed(3).part().resolve("latents-00000.safetensors");
        try (RunLock lock = withSeed(3).begin(false, RunListener.SILENT)) {
            Files.writeString(file, "x");
            assertThatThrownBy(() -> withSeed(3).begin(false, RunListener.SILENT).close())
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("another process is encoding here");
        }
        assertThatThrownBy(() -> withSeed(4).begin(false, RunListener.SILENT).close())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("seed 3");
        withSeed(3).begin(false, RunListener.SILENT).close();
        assertThat(file).exists();
        withSeed(4).begin(true, RunListener.SILENT).close();
        assertThat(file).doesNotExist();
    }

    @Test
    void otherPicturesOrAnotherOrderOfClassesAreRefused() throws IOException {
        try (RunLock lock = withSeed(3).begin(false, RunListener.SILENT)) {
            Files.writeString(withSeed(3).part().resolve("latents-00000.safetensors"), "x");
        }
        EncodeFolder renamed = of(3, List.of("bee", "zebra"), "ef");
        assertThatThrownBy(() -> renamed.begin(false, RunListener.SILENT).close())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("classNames [ant, bee], but now it is [bee, zebra]");
        complete(withSeed(3));
        EncodeFolder repainted = of(3, List.of("ant", "bee"), "0123");
        assertThatThrownBy(() -> repainted.complete(false, RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("from other images");
    }

    /** Those of older versions know neither digest nor names; their latents know the names. */
    @Test
    void oldFoldersGoOnWithANoteUnlessTheNamesDiffer() throws IOException {
        Path part = withSeed(3).part();
        withSeed(3).begin(false, RunListener.SILENT).close();
        Path settings = part.resolve("encode.json");
        String old =
                Files.readString(settings)
                        .replaceAll("(?s)  \"classNames\".*?\\],\n", "")
                        .replaceAll("  \"imagesSha256\".*?\n", "");
        Files.writeString(settings, old);
        Safetensors.write(
                part.resolve("latents-00000.safetensors"),
                Map.of("labels", TensorData.of(new long[] {0}, 1)),
                Map.of("classNames", "[\"ant\",\"bee\"]"));
        List<String> heard = new ArrayList<>();
        RunListener listener =
                new RunListener() {
                    @Override
                    public void found(String what) {
                        heard.add(what);
                    }
                };
        withSeed(3).begin(false, listener).close();
        assertThat(heard).singleElement().asString().contains("by an older version");
        EncodeFolder renamed = of(3, List.of("bee", "zebra"), "ef");
        assertThatThrownBy(() -> renamed.begin(false, listener).close())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("[\"ant\",\"bee\"], but now they are [\"bee\",\"zebra\"]");
    }

    @Test
    void foreignFoldersAreLeftAlone() throws IOException {
        Path photo = Files.createDirectories(folder.resolve("latents")).resolve("photo.png");
        Files.writeString(photo, "x");
        for (boolean overwrite : new boolean[] {false, true}) {
            assertThatThrownBy(() -> withSeed(3).complete(overwrite, RunListener.SILENT))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("was not made by eqm encode");
        }
        assertThat(photo).exists();
    }
}
