package dev.eqm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.Device;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.LatentFolder;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.PictureFolder;
import dev.eqm.core.data.Png;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.testing.Hashed;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.autoencoder.KlConfig;
import dev.eqm.models.autoencoder.LatentCache;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.encoding.EncodeRequest;
import dev.eqm.run.sampling.LabelChoice;
import dev.eqm.run.sampling.SampleOutputs;
import dev.eqm.run.sampling.SampleRequest;
import dev.eqm.run.sampling.SamplingSetup;
import dev.eqm.run.settings.Backbone;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.ImageData;
import dev.eqm.run.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model of latents, whose pictures a small autoencoder of random weights makes. */
@ExtendWith(LeakCheck.class)
class LatentPipelineTest {
    private static final KlConfig SMALL = new KlConfig(3, List.of(4, 8, 8), 1, 4, 2, 0.18215);
    private static final int SIDE = 16;
    private static final ImageShape LATENT = new ImageShape(4, 4, 4);

    @TempDir private Path folder;

    private CodecChoice.Kl codec;
    private List<Picture> pictures;
    private Path run;

    @BeforeEach
    void train() throws IOException {
        Path weights = folder.resolve("vae.safetensors");
        try (Parameters fresh = Parameters.initialised(Device.cpu(), SMALL.specs(), 1)) {
            Safetensors.write(weights, ModelFile.tensors(fresh), Map.of());
        }
        codec = new CodecChoice.Kl(weights.toString(), 0, SMALL);
        pictures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            byte[] pixels = new byte[SIDE * SIDE * 3];
            float[] numbers = Hashed.floats(pixels.length, i, 1);
            for (int k = 0; k < pixels.length; k++) {
                pixels[k] = (byte) (128 + 60 * numbers[k]);
            }
            pictures.add(new Picture(pixels, SIDE, SIDE, 3));
            Path file = folder.resolve("pictures/" + (i < 2 ? "cat/" : "dog/") + i + ".png");
            Files.createDirectories(file.getParent());
            Png.write(file, pictures.get(i));
        }
        ImageSource images = PictureFolder.classes(folder.resolve("pictures"), SIDE, 3);
        LatentCache cache = new LatentCache(false, false, 3, 100);
        Path latents = folder.resolve("latents");
        new EncodeRequest(images, codec, cache, Precision.FLOAT32, Device.cpu(), latents, false)
                .run(RunListener.SILENT, (done, all) -> {});
        run =
                Training.of(
                                SmallRuns.config(folder.resolve("runs"), "sampling.rule.eta=0.01")
                                        .withData(new ImageData.Latents(latents, 2))
                                        .withNetwork(
                                                new Backbone.Custom(8, 1, 2, 2, 1),
                                                LatentFolder.open(latents, 2))
                                        .with(
                                                "codec.kind=kl",
                                                "codec.weights=" + codec.weights(),
                                                "codec.shape.channels=[4, 8, 8]",
                                                "codec.shape.layersPerBlock=1",
                                                "codec.shape.groups=2"))
                        .run()
                        .folder()
                        .path();
    }

    @Test
    void picturesAreDecodedAndEncoded() {
        try (Pipeline eqm = Pipeline.open(run)) {
            assertThat(eqm.shape()).isEqualTo(LATENT);
            assertThat(eqm.classes().names()).containsExactly("cat", "dog");

            SamplingSetup setup = SamplingSetup.of(eqm.model()).withSeed(7);
            Path out = folder.resolve("out");
            SampleRequest.of(
                            setup,
                            LabelChoice.of("dog", 3, eqm.classes(), 7),
                            SampleOutputs.of(SampleOutputs.Format.PNG),
                            out)
                    .run(RunListener.SILENT);
            List<Picture> made = eqm.generate("dog", 3, 7);
            for (int i = 0; i < 3; i++) {
                assertThat(Png.read(out.resolve("00000" + i + ".png"))).isEqualTo(made.get(i));
            }
            assertThat(made.get(0).width()).isEqualTo(SIDE);
            assertThat(eqm.states("dog", 3, 7)[0]).hasSize(LATENT.elementCount());

            // At γ = 1 there is no noise: what comes back is the autoencoder's own copy, moved a
            // little.
            assertThat(eqm.denoise(pictures, 1, "cat", 4))
                    .hasSize(4)
                    .isEqualTo(eqm.denoise(pictures, 1, "cat", 5));
            assertThat(eqm.denoise(pictures, 0.5, "cat", 4))
                    .isNotEqualTo(eqm.denoise(pictures, 0.5, "cat", 5));

            float[][] gradients = eqm.gradient(pictures, Pipeline.NULL);
            float[][] ofLatents = eqm.gradient(encoded(), Pipeline.NULL);
            double[] scores = eqm.anomaly(pictures);
            for (int i = 0; i < 4; i++) {
                assertThat(gradients[i]).containsExactly(ofLatents[i], offset(1e-4f));
                double sum = 0;
                for (float g : gradients[i]) {
                    sum += (double) g * g;
                }
                assertThat(scores[i]).isCloseTo(Math.sqrt(sum), offset(1e-4));
            }
        }
    }

    /** The latents of the pictures as they were written for the training. */
    private float[][] encoded() {
        ImageSource latents = LatentFolder.open(folder.resolve("latents"), 2);
        float[][] all = new float[4][LATENT.elementCount()];
        for (int i = 0; i < all.length; i++) {
            latents.read(i, all[i], 0);
        }
        return all;
    }

    @Test
    void otherPicturesAndStatesAreRefused() {
        try (Pipeline eqm = Pipeline.open(run)) {
            Picture latentSized = new Picture(new byte[48], 4, 4, 3);
            assertThatThrownBy(() -> eqm.gradient(List.of(latentSized), "cat"))
                    .isInstanceOf(BrokenRuleException.class)
                    .hasMessageContaining(
                            "the model expects images of 3x16x16, but image 0 is 3x4x4");
            assertThatThrownBy(() -> eqm.gradient(new float[1][SIDE * SIDE * 3], "cat"))
                    .isInstanceOf(BrokenRuleException.class)
                    .hasMessageContaining(
                            "states of 4x4x4, which is 64 numbers, got 768 in state 0");
        }
    }
}
