package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.testing.LeakCheck;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes wrong most often, on the real command line: one message of at most three lines in plain
 * words, exit code 2, and nothing written.
 *
 * <p>{@code @} is the test's folder, {@code @run} a tiny run in it; what stands behind {@code =>}
 * must be in the message.
 */
@ExtendWith(LeakCheck.class)
class CommonMistakesTest {
    @TempDir private static Path folder;

    @BeforeAll
    static void aRunAndSomeFiles() throws IOException {
        Cli made = Cli.run(Cli.tinyTraining(folder.resolve("runs"), "--set", "train.steps=1"));
        assertThat(made.exit()).as(made.err()).isZero();
        Files.writeString(folder.resolve("file"), "text");
        Files.writeString(folder.resolve("empty.yaml"), "");
        Files.writeString(folder.resolve("comment.yaml"), "# nothing\n\n");
        Files.writeString(folder.resolve("tab.yaml"), "train:\n\tsteps: 1\n");
        Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1});
        Files.writeString(folder.resolve("labels.txt"), "1\nnone\n");
        Files.writeString(folder.resolve("nothing.txt"), "");
        Files.writeString(folder.resolve("weights.pt"), "text");
        Files.writeString(folder.resolve("weights.safetensors"), "text");
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
        for (String ending : List.of("npz", "idx", "pt", "safetensors")) {
            Files.write(folder.resolve("picture." + ending), png);
        }
        Files.createDirectory(folder.resolve("folder.yaml"));
        Files.createDirectory(folder.resolve("nopictures"));
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int i = 0; i < 12; i++) {
            BufferedImage one = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
            one.getRaster().setSample(i, i, 0, 20 * i);
            ImageIO.write(one, "png", pictures.resolve(i + ".png").toFile());
        }
    }

    static Stream<String> mistakes() {
        return Stream.of(typing(), places(), outputs(), values(), numbersFirst(), files(), clumsy())
                .flatMap(l -> l.stream());
    }

    private static List<String> typing() {
        return List.of(
                "sampel => sample",
                "trian => train",
                "sample extra => extra",
                "sample --runn x => --run",
                "sample --run => --run",
                "sample --count => --count",
                "sample --count four --run @run => --count must be a whole number, got four",
                "sample --count 99999999999 --run @run => --count must be a whole number in [-2147483648, 2147483647], got 99999999999",
                "sample --seed 1.5 --run @run => --seed must be a whole number, got 1.5",
                "sample --precision half --run @run => --precision must be one of float32, bfloat16, got half",
                "denoise --gamma x --run @run => --gamma must be a number, got x",
                "sample --run @run --checkpoint @run => mutually exclusive",
                "generate-completion --foo => --foo",
                "generate-completion bash => bash",
                "train => --config",
                "train --config @folder.yaml --resume --warm-start x => remove one of them",
                "import => FILE",
                "export @run => --out",
                "stats --images @nopictures => --out",
                "features trian => train");
    }

    private static List<String> places() {
        return List.of(
                "sample --run @runs/tinny => no run",
                "sample --run @nopictures => config.yaml",
                "sample --run @file => is a file",
                "sample --run @runs => tiny",
                "sample --checkpoint @none => no such checkpoint",
                "sample --checkpoint @nopictures => neither a checkpoint",
                "sample --checkpoint @weights.safetensors => weights.safetensors",
                "sample --run @run --weights emaa => contains",
                "sweep --run @none => no run",
                "stats --run @none --out @x.npz => no run",
                "inspect @none => neither a file",
                "inspect @nopictures => neither a checkpoint",
                "evaluate --run @none => no run",
                "evaluate --images @nopictures => --reference",
                "export @none --out @x.pt => there is no such run",
                "export @nopictures --out @x.pt => neither a checkpoint",
                "strip --run @run --beside @none => no such checkpoint",
                "compose --run @run --labels 1 --with @none => no such checkpoint",
                "doctor --golden @none => no such file",
                "show @runs/tinny => did you mean",
                "list @none => no such folder",
                "list @run => eqm show",
                "help sampel => there is no command 'sampel'",
                "denoise --run @none => no run",
                "strip --run @run --beside @none/runs => no such checkpoint",
                "train --config @tiny --set name=new --warm-start @none => there is no",
                "train --config @none/config.yaml => no configuration",
                "plan @none.yaml => none.yaml");
    }

    private static List<String> outputs() {
        return List.of(
                "sample --run @run --out @file => not a folder",
                "sample --run @run --out @file/below => not a folder",
                "sample --run @run --out @nopictures/../runs => not empty",
                "sample --run @run --out /proc/x => nothing can be written to /proc/x",
                "compose --run @run --labels 1 --out @file => not a folder",
                "denoise --run @run --out @file/below => not a folder",
                "inpaint --run @run --mask left --out @file => not a folder",
                "strip --run @run --out /proc/x => /proc",
                "neighbours --run @run --out @file => not a folder",
                "ood --run @run --out @file => not a folder",
                "likelihood --run @run --out @file => not a folder",
                "sweep --run @run --out @file => not a folder",
                "inspect @run --landscape --out @file => not a folder",
                "evaluate --run @run --json @none/x.json => create the folder",
                "evaluate --run @run --json @nopictures => is a folder",
                "stats --run @run --out @none/x.npz => create the folder",
                "stats --run @run --out /dev/full --overwrite => device",
                "stats --run @run --out @file/x.npz => not a folder",
                "features train --out @file/x => not a folder",
                "export @run --out @nopictures => .pt",
                "export @run --out @file/x.pt => not a folder",
                "import @weights.pt --out @file/x => not a folder",
                "bench --json @none/x.json => create the folder",
                "train --config @tiny --set runs=@file => not a folder",
                "train --config @tiny --set runs=/proc/x => /proc",
                "train --config @tiny --set name= => name",
                "train --config @tiny --set name=a/b => folder name",
                "train --config @tiny --set runs=@runs => already contains a run",
                "toy --config ../configs/toy-2d.yaml --out @file => not a folder");
    }

    private static List<String> values() {
        return List.of(
                "sample --run @run --cfg NaN => --cfg must be a finite number, got NaN",
                "sample --run @run --steps 0 => --steps must be at least 1, got 0",
                "sample --run @run --steps many => --steps must be a number, got many",
                "sample --run @run --mu 1.5 => --mu must lie in [0, 1), got 1.5",
                "sample --run @run --cfg 2000 => --cfg must lie in [0, 1000), got 2000",
                "sample --run @run --sampler langevin --set rule.temperature=-1 => --set rule.temperature=-1: must be finite",
                "sample --run @run --steps 2.5 => --steps must be a whole number, got 2.5",
                "sample --run @run --eta -1 => --eta must be at least 0, got -1",
                "sample --run @run --sampler nagg => --sampler nagg",
                "sample --run @run --batch 0 => --batch must be at least 1, got 0",
                "sample --run @run --set stepz=3 => --set stepz=3",
                "sample --run @run --labels 0-10 => 10 classes",
                "sample --run @run --labels Bagg => Bag",
                "sample --run @run --labels-file @none => there is no such file",
                "sample --run @run --labels-file @labels.txt => labels.txt:2",
                "sample --run @run --labels-file @nothing.txt => no label",
                "sample --run @run --labels-file @nopictures => cannot be read",
                "sample --run @run --device gpu => gpu",
                "sample --run @run --format jpeg => jpeg",
                "sample --run @run --columns 0 => --columns",
                "strip --run @run --beside @run --set-beside stepz=3 => --set-beside stepz=3",
                "sweep --run @run --rule nagg => --rule nagg",
                "sweep --run @run --count 600 --eta -1 => --eta must be positive, got -1.0",
                "bench nothing => nothing");
    }

    /** The run is not there, either: a number is told before it is looked for. */
    private static List<String> numbersFirst() {
        return List.of(
                "sample --run @none --count -3 => --count must be at least 1, got -3",
                "sample --run @none --steps 0 => --steps must be at least 1, got 0",
                "sample --run @none --eta -1 => --eta must be at least 0, got -1",
                "sample --run @none --cfg NaN => --cfg must be a finite number, got NaN",
                "sample --run @none --batch zero => --batch must be a number, got zero",
                "sample --run @none --g-min -0.5 => --g-min must be at least 0, got -0.5",
                "sample --run @none --columns -1 => --columns",
                "sample --run @none --trajectory 3 --trajectory-delay 0 => --trajectory-delay",
                "compose --run @none --labels 1 --count 0 => --count must be at least 1",
                "compose --run @none --labels 1 --steps -2 => --steps must be at least 1, got -2",
                "denoise --run @none --count -3 => --count must be at least 1, got -3",
                "denoise --run @none --first -1 => --first must be at least 0",
                "inpaint --run @none --mask left --count 0 => --count must be at least 1",
                "inpaint --run @none --mask left --ramp 0 => --ramp must be at least 1",
                "strip --run @none --count -3 => --count must be at least 1",
                "strip --run @none --mu inf => --mu must be a number, got inf",
                "neighbours --run @none --k 0 => --k must be at least 1",
                "neighbours --run @none --eta -1 => --eta must be at least 0, got -1",
                "evaluate --run @none --count -3 => --count must be at least 1, got -3",
                "evaluate --run @none --steps 0 => --steps must be at least 1, got 0",
                "evaluate --run @none --feature-batch 0 => --feature-batch",
                "likelihood --run @none --count 1 => --count must be at least 2",
                "likelihood --run @none --first -1 => --first must be at least 0",
                "ood --run @none --count 0 => --count must be at least 1",
                "ood --run @none --batch -1 => --batch must be at least 1",
                "sweep --run @none --count 3 => --count must be at least",
                "sweep --run @none --feature-batch -1 => --feature-batch",
                "stats --run @none --out @x.npz --count -3 => --count must be at least 1",
                "stats --run @none --out @x.npz --feature-batch 0 => --feature-batch",
                "inspect @none --landscape --count 1 => --count must be at least 2",
                "inspect @none --landscape --probes 0 => --probes must be at least 1",
                "encode --images @none --out @x --size 0 => --size must lie in [1, 4096]",
                "import @none --out @x --heads -1 => --heads must be at least 1",
                "plan @none.yaml --utilisation 7 => --utilisation must lie in (0, 1], got 7.0",
                "features train --out @x --epochs 0 => --epochs must lie in");
    }

    private static List<String> files() {
        return List.of(
                "train --config @none.yaml => no configuration",
                "train --config ../configs/fashion-mnits.yaml => fashion-mnist.yaml",
                "train --config @folder.yaml => is a folder",
                "train --config @run => config.yaml",
                "train --config @empty.yaml => is empty",
                "train --config @comment.yaml => is empty",
                "train --config @tab.yaml => tab.yaml:2",
                "train --config @binary.yaml => not a YAML file",
                "train --config @tiny --set train.steps=1.5 => train.steps=1.5",
                "train --config @tiny --set train.stepz=1 => did you mean 'train.steps'",
                "train --config @tiny --set train.steps => key=value",
                "train --config @tiny --set runs=@other --resume => no run to resume",
                "import @none --out @x => no such file",
                "import @weights.pt --out @x => weights.pt",
                "stats --images @picture.npz --out @x.npz => is a PNG image, not an .npz file",
                "evaluate --images @picture.npz --run @run => is a PNG image, not an .npz file",
                "evaluate --run @run --reference @picture.npz => is a PNG image, not an .npz file",
                "denoise --run @run --images @picture.npz => is a PNG image, not an .npz file",
                "denoise --run @run --images @picture.idx => is a PNG image, not an IDX file",
                "import @picture.pt --out @x => is a PNG image, not a PyTorch checkpoint",
                "import @picture.safetensors --out @x => is a PNG image, not a safetensors file",
                "sample --checkpoint @picture.safetensors => is a PNG image, not a safetensors file",
                "ood --run @run --count 2 --out-of in => this name stands for the images in distribution",
                "stats --images @nopictures --size 8 --out @x.npz => no images",
                "stats --images @none --out @x.npz => no such",
                "evaluate --run @run --reference @none => no such file");
    }

    /** Of people in their first hour. */
    private static List<String> clumsy() {
        return List.of(
                "init => DATA",
                "init @nopicturez => did you mean @nopictures?",
                "init @nopictures --out @x.yaml => is an empty folder",
                "init @file --out @x.yaml => neither an .npz archive nor an IDX file",
                "init @pictures --out @empty.yaml => already exists; --force replaces it",
                "init @pictures --out @nopictures => this is a folder",
                "init @pictures --out @none/x.yaml => create the folder",
                "init @pictures --name a/b --out @x.yaml => folder name",
                "init @pictures --size 0 --out @x.yaml => --size must lie in [8, 256], got 0",
                "init @pictures --size big => --size must be a whole number, got big",
                "init @pictures --channels 0 => --channels must be 1 (grey) or 3 (colour), got 0",
                "init @pictures --minutes 0 => --minutes must lie in (0, 1000000], got 0.0",
                "report @file => is a file, not the folder of a run",
                "report @run @runs/tinny => did you mean @runs/tiny?",
                "report --run @run => leave it out: eqm report RUN",
                "report @run --out @nopictures => this is a folder",
                "report @run --out @comment.yaml => already exists; --overwrite replaces it",
                "reproduce => ITEM",
                "reproduce tabel4 --configs ../configs => did you mean 'table4'?",
                "reproduce table4 --scale hre --configs ../configs => did you mean 'here'?",
                "reproduce table4 --configs @nopictures => there are no items",
                "reproduce d1 --scale tiny --configs ../configs --out @file => not a folder",
                "export @run --out @x.txt => .onnx",
                "export @runs/tinny --out @x.pt => did you mean @runs/tiny?",
                "export @run --out @x.onnx --label Bagg => Bag",
                "export @run --out @x.pt --weights emaa => emaa",
                "list @file => is a file",
                "list @nopicturez => did you mean @nopictures?",
                "show @nopictures => is not a run",
                "show --run @run => leave it out: eqm show RUN",
                "sample @run => did you mean --run @run?",
                "denoise @file --run @run => did you mean --images @file?",
                "denoise --run @run --images @nopicturez => did you mean @nopictures?",
                "compose --run @run --labels Bag+Sneaker => put commas between classes: Bag,Sneaker",
                "strip --run @run --beside @runs/tinny => did you mean @runs/tiny?",
                "train --config ../configs/fashon.yaml => did you mean 'fashion-mnist.yaml'?",
                "toy --config @tiny => model.channels must be 2",
                "likelihood --run @run => Flow");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isToldBeforeAnythingIsWritten(String mistake) throws IOException {
        String[] parts = mistake.split(" => ", 2);
        String[] args =
                Arrays.stream(parts[0].split(" "))
                        .map(CommonMistakesTest::place)
                        .toArray(String[]::new);
        Map<String, Long> before = there();
        Cli cli = Cli.run(args);
        assertThat(cli.exit()).as(cli.out() + cli.err()).isEqualTo(2);
        assertThat(cli.err().lines().count()).as(cli.err()).isBetween(1L, 3L);
        assertThat(cli.err())
                .startsWith("eqm: ")
                .contains(place(parts[1]))
                .doesNotContain("Exception", "java.", "\tat ", "Config[");
        assertThat(cli.out()).as("told before the mistake").isEmpty();
        assertThat(there()).isEqualTo(before);
    }

    private static String place(String text) {
        return text.replaceAll("@run(?![a-z])", "@runs/tiny")
                .replaceAll("@tiny(?![a-z])", "@runs/tiny/config.yaml")
                .replace("@", folder + "/");
    }

    /** Everything in the folder and in the working folder's own outputs, with sizes. */
    private static Map<String, Long> there() throws IOException {
        Map<String, Long> all = new TreeMap<>();
        for (Path root : List.of(folder, Path.of("runs"), Path.of("samples"))) {
            if (Files.exists(root)) {
                try (Stream<Path> paths = Files.walk(root)) {
                    for (Path path : paths.toList()) {
                        all.put(path.toString(), Files.isDirectory(path) ? 0L : Files.size(path));
                    }
                }
            }
        }
        return all;
    }
}
