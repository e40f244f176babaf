package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.eqm.cli.option.VaeOptions;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.autoencoder.KlConfig;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.UsageException;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.RunConfig;
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
import picocli.CommandLine;

/** Pictures to latents to a model to pictures, with a small autoencoder of random weights. */
@ExtendWith(LeakCheck.class)
class LatentRunTest {
    private static final KlConfig SMALL = new KlConfig(3, List.of(4, 8, 8), 1, 4, 2, 0.18215);
    private static final int SIDE = 16;

    @TempDir private Path folder;

    private Path weights;
    private Path latents;

    @BeforeEach
    void prepare() throws IOException {
        weights = folder.resolve("vae.safetensors");
        latents = folder.resolve("latents");
        try (Parameters fresh = Parameters.initialised(Device.cpu(), SMALL.specs(), 1)) {
            Safetensors.write(weights, ModelFile.tensors(fresh), Map.of());
        }
        Random random = new Random(2);
        for (String name : new String[] {"cat/a", "cat/b", "cat/c", "dog/a", "dog/b", "dog/c"}) {
            byte[] pixels = new byte[SIDE * SIDE * 3];
            random.nextBytes(pixels);
            Path file = folder.resolve("pictures/" + name + ".png");
            Files.createDirectories(file.getParent());
            Png.write(file, new Picture(pixels, SIDE, SIDE, 3));
        }
    }

    private List<String> codec() {
        return List.of(
                "--set", "codec.kind=kl",
                "--set", "codec.weights=" + weights,
                "--set", "codec.shape.channels=[4, 8, 8]",
                "--set", "codec.shape.layersPerBlock=1",
                "--set", "codec.shape.groups=2");
    }

    private Cli encode(String... more) {
        List<String> args = new ArrayList<>(List.of("encode", "--out", latents.toString()));
        args.addAll(List.of("--config", Cli.config("fashion-mnist.yaml").toString()));
        args.addAll(List.of("--device", "cpu", "--per-file", "5", "--mirror"));
        args.addAll(List.of("--set", "data.source.kind=image-folder"));
        args.addAll(List.of("--set", "data.source.folder=" + folder.resolve("pictures")));
        args.addAll(List.of("--set", "data.source.size=" + SIDE));
        args.addAll(List.of("--set", "data.source.channels=3"));
        args.addAll(codec());
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    private Cli train(String... more) {
        List<String> args = Cli.tinyTraining(folder.resolve("runs"), more);
        args.addAll(codec());
        for (String setting :
                List.of(
                        "data.source.kind=latents",
                        "data.source.folder=" + latents,
                        "data.source.classes=2",
                        "model.imageSize=4",
                        "model.channels=4",
                        "model.classes=2",
                        "model.backbone.patchSize=2",
                        "preview.count=2",
                        "preview.columns=2",
                        "train.steps=2")) {
            args.addAll(List.of("--set", setting));
        }
        return Cli.run(args);
    }

    private Cli sample(Path out, String... more) {
        List<String> args = new ArrayList<>(List.of("sample", "--steps", "2", "--count", "3"));
        args.addAll(List.of("--run", folder.resolve("runs/tiny").toString()));
        args.addAll(List.of("--out", out.toString()));
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    @Test
    void picturesBecomeLatentsBecomePictures() throws IOException {
        Cli encoded = encode();
        assertThat(encoded.err()).isEmpty();
        assertThat(encoded.out())
                .contains("12 latents", "standard deviation", "kind: latents", "imageSize: 4");
        assertThat(latents.resolve("latents-00002.safetensors")).exists();
        assertThat(folder.resolve("latents.part")).doesNotExist();

        Cli trained = train();
        assertThat(trained.err()).isEmpty();
        Path run = folder.resolve("runs/tiny");
        Picture preview = Png.read(run.resolve("samples/00000002.png"));
        assertThat(preview.width()).isGreaterThan(2 * SIDE);
        assertThat(Files.readString(run.resolve("classes.json"))).contains("\"dog\"");
        assertThat(Files.readString(run.resolve("config.yaml"))).contains("kind: kl", "tile: 0");

        Path out = folder.resolve("out");
        assertThat(sample(out, "--format", "png,latents").err()).isEmpty();
        assertThat(Png.read(out.resolve("000002.png")).width()).isEqualTo(SIDE);
        assertThat(Npz.read(out.resolve("latents.npz")).get("arr_0").shape())
                .containsExactly(3, 4, 4, 4);

        List<String> denoise = new ArrayList<>(List.of("denoise", "--run", run.toString()));
        denoise.addAll(List.of("--steps", "2", "--count", "2", "--gamma", "0.9"));
        denoise.addAll(List.of("--images", folder.resolve("pictures").toString()));
        denoise.addAll(List.of("--out", folder.resolve("sheet").toString()));
        assertThat(Cli.run(denoise).err()).isEmpty();
        assertThat(Png.read(folder.resolve("sheet/denoise.png")).width()).isGreaterThan(2 * SIDE);
        reportsAreOfPictures(run.toString());
    }

    private void reportsAreOfPictures(String run) {
        String out = folder.resolve("reports").toString();
        Cli strip =
                Cli.run(
                        List.of(
                                "strip",
                                "--run=" + run,
                                "--steps=2",
                                "--labels=0",
                                "--steps-shown=0,2",
                                "--out=" + out));
        assertThat(strip.err()).isEmpty();
        assertThat(Png.read(folder.resolve("reports/strip.png")).width()).isGreaterThan(2 * SIDE);

        String reference = folder.resolve("ref.npz").toString();
        Cli stats =
                Cli.run(
                        List.of(
                                "stats",
                                "--images=" + folder.resolve("pictures"),
                                "--size=" + SIDE,
                                "--features=pixels:1",
                                "--out=" + reference));
        assertThat(stats.err()).isEmpty();
        List<String> evaluate =
                List.of(
                        "evaluate",
                        "--run=" + run,
                        "--steps=2",
                        "--count=8",
                        "--groups=1",
                        "--labels=cat,dog",
                        "--features=pixels:1");
        assertThat(Cli.run(evaluate).err()).contains("was trained on latents", "--reference FILE");
        List<String> compared = new ArrayList<>(evaluate);
        compared.add("--reference=" + reference);
        Cli scores = Cli.run(compared);
        assertThat(scores.err()).isEmpty();
        assertThat(scores.out()).contains("8 images 3x" + SIDE + "x" + SIDE);

        Cli neighbours = Cli.run(List.of("neighbours", "--run=" + run, "--out=" + out));
        assertThat(neighbours.exit()).isEqualTo(2);
        assertThat(neighbours.err()).contains("is a latent model", "by pixels");
    }

    /** Nothing is sampled; latents can be had all the same, and another place be named. */
    @Test
    void withoutItsWeightsItSaysWhatToFetch() throws IOException {
        encode();
        Path moved = folder.resolve("moved.safetensors");
        Files.move(weights, moved);
        assertThat(train().out())
                .contains(
                        "no preview images: the model is trained on latents",
                        "stabilityai/sd-vae-ft-ema");
        Path out = folder.resolve("out");
        Cli refused = sample(out);
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .contains(
                        "vae.safetensors: there is no such file",
                        "diffusion_pytorch_model.safetensors",
                        "stabilityai/sd-vae-ft-ema",
                        ".cache",
                        "--vae FILE",
                        "--format latents");
        assertThat(out).doesNotExist();
        assertThat(sample(out, "--format", "latents").err()).isEmpty();
        assertThat(out.resolve("latents.npz")).exists();
        Path pictures = folder.resolve("named");
        assertThat(sample(pictures, "--vae", moved.toString()).err()).isEmpty();
        assertThat(pictures.resolve("000000.png")).exists();
        assertThat(sample(pictures, "--vae", moved.toString(), "--vae-tile", "32").err())
                .contains("codecTile 0, now 32");
        assertThat(sample(folder.resolve("x"), "--vae", moved.toString(), "--vae-tile", "20").err())
                .contains("tile must be a multiple of 16");
        assertThat(encode("--vae", "nowhere.safetensors", "--overwrite").exit()).isEqualTo(2);
        assertThat(latents).isNotEmptyDirectory();
    }

    @Test
    void encodingGoesOnWhereItStopped() throws IOException {
        assertThat(encode("--seed", "3").exit()).isZero();
        assertThat(encode("--seed", "3").out()).contains("already holds these 12 latents");
        byte[] second = Files.readAllBytes(latents.resolve("latents-00001.safetensors"));
        Cli other = encode("--seed", "4");
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err()).contains("was made with seed 3, but now it is 4", "--overwrite");

        Path part = folder.resolve("latents.part");
        Files.move(latents, part); // as if it had stopped before the second file
        Files.delete(part.resolve("latents-00001.safetensors"));
        assertThat(encode("--seed", "4").err()).contains("was made with seed 3");
        assertThat(encode("--seed", "3").out()).contains("5 latents in ");
        assertThat(Files.readAllBytes(latents.resolve("latents-00001.safetensors")))
                .isEqualTo(second);
        assertThat(encode("--seed", "4", "--overwrite").out()).contains("12 latents in ");
        assertThat(Files.readAllBytes(latents.resolve("latents-00001.safetensors")))
                .isNotEqualTo(second);
    }

    @Test
    void imagesMustBeNamedAndFit() {
        Cli none = Cli.run("encode", "--out", latents.toString());
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("--images PATH and --config FILE");
        Cli wrong = encode("--set", "data.source.size=18");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("3x18x18", "multiples of 4");
        assertThat(latents).doesNotExist();
        assertThat(folder.resolve("latents.part")).doesNotExist();
    }

    @Test
    void pixelsNeedNoAutoencoder() {
        VaeOptions options = CommandLine.populateCommand(new VaeOptions(), "--vae", "x");
        assertThatThrownBy(() -> options.choice(RunConfig.DEFAULT, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("are for latent models");
        VaeOptions without = new VaeOptions();
        assertThat(without.choice(RunConfig.DEFAULT, 3)).isEqualTo(new CodecChoice.Pixels());
        assertThat(without.choice(RunConfig.DEFAULT, 4)).isEqualTo(CodecChoice.Kl.STABLE_DIFFUSION);
    }
}
