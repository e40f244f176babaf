package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an extension costs: the sources in {@code src/another-jar}, which stand outside of eqm's
 * packages, become a jar; with it on the class path a YAML file names its schedule, rule,
 * optimiser, data, network and score.
 */
class AnotherJarTest {
    private static final Path SOURCES = Path.of("src", "another-jar");
    private static final String SERVICE = "META-INF/services/dev.eqm.core.extension.Extension";

    @TempDir private static Path folder;
    private static Path jar;

    /** What a process ended with. */
    private record Ended(int exit, String text) {}

    @BeforeAll
    static void buildJar() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> command = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        try (Stream<Path> files = Files.walk(SOURCES.resolve("java"))) {
            files.filter(f -> f.toString().endsWith(".java"))
                    .forEach(f -> command.add(f.toString()));
        }
        int failed =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, command.toArray(String[]::new));
        assertThat(failed).isZero();
        jar = packed(classes, "another.jar", "org.example.eqm.ExampleExtension");
    }

    private static Path packed(Path classes, String name, String extension) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream zip = new JarOutputStream(out);
                Stream<Path> all = Files.walk(classes)) {
            for (Path one : all.filter(Files::isRegularFile).toList()) {
                String entry = classes.relativize(one).toString().replace(File.separatorChar, '/');
                zip.putNextEntry(new JarEntry(entry));
                Files.copy(one, zip);
            }
            zip.putNextEntry(new JarEntry(SERVICE));
            zip.write(extension.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static Ended eqm(Path with, String... args) throws Exception {
        return java("dev.eqm.cli.Main", with, args);
    }

    private static Ended java(String main, Path with, String... args) throws Exception {
        Path log = Files.createTempFile(folder, "eqm", ".log");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dai.djl.offline=true",
                                "-XX:+UseSerialGC",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                                "-cp",
                                System.getProperty("java.class.path") + File.pathSeparator + with,
                                main));
        command.addAll(List.of(args));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new Ended(process.waitFor(), Files.readString(log));
    }

    private static Ended eqm(String... args) throws Exception {
        Ended ended = eqm(jar, args);
        assertThat(ended.exit()).as(ended.text()).isZero();
        return ended;
    }

    @Test
    void isNamedInYamlTrainedResumedSampledAndScored() throws Exception {
        String config = SOURCES.resolve("run.yaml").toAbsolutePath().toString();
        String set = "runs=" + folder.resolve("runs");
        eqm("train", "--config", config, "--set", set, "--set", "train.steps=6");
        Ended resumed = eqm("train", "--config", config, "--set", set, "--resume");
        assertThat(resumed.text()).contains("resumed after step 6", "64 checkerboards");
        Path run = folder.resolve("runs/boards");
        assertThat(run.resolve("config.yaml"))
                .content()
                .contains("kind: checkerboards", "kind: affine", "kind: cubic", "kind: sign")
                .contains("kind: sign-momentum\n  learningRate: 0.01\n  beta: 0.9\n");
        assertThat(run.resolve("checkpoints/00000012/state.json"))
                .content()
                .contains("\"optimizer\": \"sign-momentum\"");
        Ended other =
                eqm(
                        jar,
                        "train",
                        "--config",
                        config,
                        "--resume",
                        "--set",
                        set,
                        "--set",
                        "optimizer.kind=sgd");
        assertThat(other.exit()).as(other.text()).isEqualTo(2);
        assertThat(other.text()).contains("optimizer is {kind: sign-momentum", "{kind: sgd,");
        eqm("train", "--config", config, "--set", set, "--set", "name=whole");
        for (String file :
                List.of("model.safetensors", "ema.safetensors", "optimizer.safetensors")) {
            assertThat(run.resolve("checkpoints/00000012").resolve(file))
                    .as("resumed = uninterrupted: " + file)
                    .hasSameBinaryContentAs(
                            folder.resolve("runs/whole/checkpoints/00000012").resolve(file));
        }
        Path out = folder.resolve("samples");
        eqm("sample", "--run", run.toString(), "--count", "4", "--out", out.toString());
        assertThat(out.resolve("grid.png")).exists();
        assertThat(Files.readString(out.resolve("sampling.json")))
                .contains("SignDescent[eta=0.05]");
        eqm("sample", "--run", run.toString(), "--count", "2", "--sampler", "sign", "--out", "s");
        Ended scored =
                eqm(
                        "evaluate",
                        "--run",
                        run.toString(),
                        "--count",
                        "24",
                        "--features",
                        "pixels:2",
                        "--metrics",
                        "mean-distance");
        assertThat(scored.text()).contains("mean distance").contains("lower is better");
        Ended shown = eqm("inspect", run.resolve("checkpoints/00000012").toString(), "--json");
        assertThat(shown.text()).contains("\"kind\": \"affine\"");
    }

    /**
     * Such networks are in no catalogue of networks: the run's configuration names their backbone.
     */
    @ParameterizedTest
    @CsvSource({"class-means, 'up, down'", "convolutions, 0"})
    void aBackboneOverAFunctionIsTrainedAndOpenedInAnotherProcess(String kind, String labels)
            throws Exception {
        String program = "org.example.eqm.TrainThenOpen";
        Ended trained = java(program, jar, "train", kind, labels);
        assertThat(trained.exit()).as(trained.text()).isZero();
        assertThat(trained.text()).startsWith(kind + "\n4 pictures ");
        Ended opened = java(program, jar, "open", kind, labels);
        assertThat(opened.exit()).as(opened.text()).isZero();
        assertThat(opened.text()).isEqualTo(trained.text());
        String run = folder.resolve("runs").resolve(kind).toString();
        Ended sampled =
                eqm("sample", "--run", run, "--labels", labels, "--count", "2", "--out", kind);
        assertThat(sampled.text()).contains("grid.png");
        for (String part : List.of("", "/ema.safetensors")) {
            Ended shown = eqm("inspect", run + "/checkpoints/00000004" + part, "--json");
            assertThat(shown.text()).contains("\"kind\": \"" + kind + "\"");
        }
    }

    @Test
    void aBackboneOverAFunctionIsTrainedAndInspectedByCommands() throws Exception {
        String config = SOURCES.resolve("run.yaml").toAbsolutePath().toString();
        String backbone = "model.backbone={kind: class-means, spread: 0.2}";
        eqm("train", "--config", config, "--set", "name=means", "--set", backbone);
        Ended shown = eqm("inspect", "runs/means", "--landscape", "--count", "4");
        assertThat(shown.text()).contains("class-means", "L = 1.0 is the largest");
    }

    @Test
    void isToldAmongWhatThereIs() throws Exception {
        Ended wrong =
                eqm(
                        jar,
                        "train",
                        "--config",
                        SOURCES.resolve("run.yaml").toAbsolutePath().toString(),
                        "--set",
                        "sampling.rule.kind=sing");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.text()).contains("langevin, sign", "sign'");
    }

    @Test
    void anExtensionThatCannotBeUsedIsNamed() throws Exception {
        Path broken =
                packed(
                        Files.createDirectories(folder.resolve("none")),
                        "broken.jar",
                        "org.example.Gone");
        Ended ended = eqm(broken, "plan", SOURCES.resolve("run.yaml").toAbsolutePath().toString());
        assertThat(ended.exit()).as(ended.text()).isEqualTo(2);
        assertThat(ended.text()).contains("org.example.Gone", "remove its jar from the class path");
    }
}
