package dev.eqm.cli.command.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.command.Cli;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.Pixels;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm features}, and what a folder with held-out images allows. */
class FeaturesCommandTest {
    @TempDir private Path folder;

    /** IDX files as published, of some of the embedded images. */
    private void write(String part, int from, int to) throws IOException {
        ImageSource all = FashionMnist.embedded();
        ByteArrayOutputStream images = new ByteArrayOutputStream();
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        DataOutputStream i = new DataOutputStream(images);
        DataOutputStream l = new DataOutputStream(labels);
        for (int number : new int[] {0x803, to - from, 28, 28}) {
            i.writeInt(number);
        }
        l.writeInt(0x801);
        l.writeInt(to - from);
        for (int k = from; k < to; k++) {
            i.write(bytes(all, k));
            l.write(all.label(k));
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.toByteArray());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.toByteArray());
    }

    private static byte[] bytes(ImageSource source, int index) {
        float[] one = new float[784];
        source.read(index, one, 0);
        return Pixels.toBytes(one, 1, 1, 28, 28);
    }

    @Test
    void trainsAndTestsAFile() throws IOException {
        write("train", 0, 600);
        write("t10k", 600, 900);
        Path file = folder.resolve("my.safetensors");
        String[] train = {
            "features",
            "train",
            "--data",
            folder.toString(),
            "--epochs",
            "1",
            "--out",
            file.toString()
        };
        Cli cli = Cli.run(train);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).contains("1 epochs, seed 0", "of 300 images that it has not seen");
        byte[] first = Files.readAllBytes(file);
        assertThat(Cli.run(train).err()).contains("already exists", "--overwrite");
        List<String> again = new ArrayList<>(Arrays.asList(train));
        again.add("--overwrite");
        assertThat(Cli.run(again).err()).isEmpty();
        assertThat(file).hasBinaryContent(first); // the same seed
        Cli test = Cli.run("features", "test", "--file", file.toString());
        assertThat(test.out())
                .contains("my.safetensors: trained on", "on this machine: correct on");
        Cli missing =
                Cli.run(
                        "features",
                        "train",
                        "--data",
                        folder.resolve("none").toString(),
                        "--out",
                        folder.resolve("other.safetensors").toString());
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("is missing", "dataset-fashion-mnist");
    }

    /** Copies of training images among pictures are found; held-out ones are not taken for such. */
    @Test
    void evaluateFindsPlantedCopies() throws IOException {
        write("train", 0, 1500);
        write("t10k", 1500, 3000);
        List<String> args = Cli.tinyTraining(folder.resolve("runs"));
        args.addAll(
                List.of(
                        "--set",
                        "data.source.kind=fashion-mnist-folder",
                        "--set",
                        "data.source.folder=" + folder));
        assertThat(Cli.run(args).err()).isEmpty();
        Map<?, ?> honest = memorisation(pictures("honest.npz", 0));
        Map<?, ?> copied = memorisation(pictures("copied.npz", 40));
        assertThat((Double) honest.get("nearerThan1Percent")).isLessThan(0.04);
        assertThat((Double) copied.get("nearerThan1Percent")).isBetween(0.2, 0.26);
        Map<?, ?> closest = (Map<?, ?>) ((List<?>) copied.get("closest")).get(0);
        assertThat(closest.get("distance")).isEqualTo(0.0);
        assertThat(closest.get("sample")).isEqualTo(closest.get("learned"));
        assertThat((List<?>) copied.get("classes")).hasSize(10);
    }

    /** 200 images that were not learned, the first ones replaced by learned ones. */
    private Path pictures(String name, int copies) {
        ImageSource all = FashionMnist.embedded();
        byte[] pixels = new byte[200 * 784];
        long[] labels = new long[200];
        for (int i = 0; i < 200; i++) {
            int from = i < copies ? i : 4000 + i;
            System.arraycopy(bytes(all, from), 0, pixels, i * 784, 784);
            labels[i] = all.label(from);
        }
        Path file = folder.resolve(name);
        Npz.write(
                file,
                Map.of(
                        "arr_0",
                        TensorData.of(pixels, 200, 28, 28),
                        "arr_1",
                        TensorData.of(labels, 200)));
        return file;
    }

    private Map<?, ?> memorisation(Path pictures) throws IOException {
        Path json = folder.resolve("report.json");
        Cli cli =
                Cli.run(
                        "evaluate",
                        "--images",
                        pictures.toString(),
                        "--run",
                        folder.resolve("runs/tiny").toString(),
                        "--json",
                        json.toString());
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .contains("memorisation: ", "diversity: ", "Ankle boot", "FMD ", "class agreement")
                .doesNotContain("FID");
        return (Map<?, ?>) ((Map<?, ?>) Json.parse(Files.readString(json))).get("memorisation");
    }
}
