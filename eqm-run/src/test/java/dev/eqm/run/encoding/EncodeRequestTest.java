package dev.eqm.run.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.LatentFolder;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.PictureFolder;
import dev.eqm.core.data.Png;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.autoencoder.KlConfig;
import dev.eqm.models.autoencoder.LatentCache;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.settings.CodecChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three pictures and a small autoencoder of random weights. */
@ExtendWith(LeakCheck.class)
class EncodeRequestTest {
    private static final KlConfig SMALL = new KlConfig(3, List.of(4, 8), 1, 4, 2, 0.18215);
    private static final int SIDE = 8;

    @TempDir private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        try (Parameters fresh = Parameters.initialised(Device.cpu(), SMALL.specs(), 1)) {
            Safetensors.write(weights(), ModelFile.tensors(fresh), Map.of());
        }
        Random random = new Random(2);
        Files.createDirectories(pictures());
        for (String name : List.of("a", "b", "c")) {
            byte[] pixels = new byte[SIDE * SIDE * 3];
            random.nextBytes(pixels);
            Png.write(pictures().resolve(name + ".png"), new Picture(pixels, SIDE, SIDE, 3));
        }
    }

    private Path weights() {
        return folder.resolve("vae.safetensors");
    }

    private Path pictures() {
        return folder.resolve("pictures");
    }

    private Path out() {
        return folder.resolve("latents");
    }

    private EncodeRequest request(int side, Path weights, long seed, boolean overwrite) {
        ImageSource images = PictureFolder.flat(pictures(), side, 3);
        CodecChoice.Kl autoencoder = new CodecChoice.Kl(weights.toString(), 0, SMALL);
        LatentCache cache = new LatentCache(true, true, seed, 4);
        return new EncodeRequest(
                images, autoencoder, cache, Precision.FLOAT32, Device.cpu(), out(), overwrite);
    }

    @Test
    void picturesBecomeLatentsOnce() {
        List<String> heard = new ArrayList<>();
        RunListener listener =
                new RunListener() {
                    @Override
                    public void found(String what) {
                        heard.add(what);
                    }
                };
        EncodeRequest request = request(SIDE, weights(), 3, false);
        EncodeReport report = request.run(listener, (done, all) -> heard.add(done + "/" + all));
        assertThat(report.count()).isEqualTo(6);
        assertThat(report.wasThere()).isFalse();
        assertThat(report.made().count()).isEqualTo(6);
        assertThat(heard)
                .containsExactly(
                        "encoding " + request.images().describe(),
                        "1/6",
                        "2/6",
                        "3/6",
                        "4/6",
                        "5/6",
                        "6/6");
        ImageSource latents = LatentFolder.open(out(), 1);
        assertThat(latents.size()).isEqualTo(6);

        EncodeReport again = request.run(RunListener.SILENT, (done, all) -> heard.clear());
        assertThat(again.wasThere()).isTrue();
        assertThat(again.count()).isEqualTo(6);
        assertThat(heard).isNotEmpty();
    }

    @Test
    void otherDrawsNeedAnotherFolderOrOverwriting() throws IOException {
        request(SIDE, weights(), 3, false).run(RunListener.SILENT, (done, all) -> {});
        byte[] before = Files.readAllBytes(out().resolve("latents-00000.safetensors"));
        EncodeRequest other = request(SIDE, weights(), 4, false);
        assertThatThrownBy(() -> other.run(RunListener.SILENT, (done, all) -> {}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("was made with seed 3, but now it is 4");
        request(SIDE, weights(), 4, true).run(RunListener.SILENT, (done, all) -> {});
        assertThat(Files.readAllBytes(out().resolve("latents-00000.safetensors")))
                .isNotEqualTo(before);
    }

    @Test
    void whatCannotBeEncodedIsNoRequest() {
        assertThatThrownBy(() -> request(SIDE + 1, weights(), 3, false))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("multiples of 2");
        Path nowhere = folder.resolve("none.safetensors");
        assertThatThrownBy(() -> request(SIDE, nowhere, 3, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none.safetensors");
        assertThat(out()).doesNotExist();
    }
}
