package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What runs inside a step of training or sampling reads arrays through {@code Traffic} alone, which
 * counts, and its kernel texts turn into numbers only what is on the CPU: on a GPU either would
 * wait for the queue.
 */
class ReadsRuleTest {
    private static final List<String> INSIDE_STEPS =
            List.of(
                    "core/loss",
                    "core/path",
                    "core/field",
                    "core/random",
                    "models/nn",
                    "models/sit",
                    "models/unet",
                    "models/mlp",
                    "models/function",
                    "models/energy",
                    "train/step",
                    "train/optim",
                    "sample/sampler",
                    "sample/guidance",
                    "sample/integrator");

    private static final Pattern READ =
            Pattern.compile(
                    "\\.(to(Float|Double|Long|Int|Boolean|Byte|Uint8)Array|toByteBuffer"
                            + "|get(Float|Double|Long|Int|Boolean|Byte))\\(\\)");

    /** Of a tensor; that of sizes is no reading. */
    private static final Pattern NUMBER =
            Pattern.compile("\\b(int|float|bool)\\((?!\\w+\\.size\\()");

    @Test
    void stepsReadThroughTraffic() throws IOException {
        assertThat(complaints(SourceTreeTest.root())).isEmpty();
    }

    @Test
    void theRuleCanFail(@TempDir Path root) throws IOException {
        Path java = root.resolve("eqm-train/src/main/java/dev/eqm/train/step/Step.java");
        Path text = root.resolve("eqm-train/src/main/resources/dev/eqm/train/optim/rule.py");
        Path elsewhere = root.resolve("eqm-train/src/main/java/dev/eqm/train/log/Log.java");
        for (Path file : List.of(java, text, elsewhere)) {
            Files.createDirectories(file.getParent());
        }
        Files.writeString(java, "Traffic.floats(x);\n");
        Files.writeString(text, "# rate [] on the CPU\n  y = float(rate)\n");
        Files.writeString(elsewhere, "x.toFloatArray();\n");
        assertThat(complaints(root)).isEmpty();
        Files.writeString(java, "x.toFloatArray();\n");
        assertThat(complaints(root)).containsExactly("Step.java: x.toFloatArray();");
        Files.writeString(java, "a = x.getFloat();\n");
        Files.writeString(text, "# rate []\n  y = float(rate)\n");
        assertThat(complaints(root))
                .containsExactlyInAnyOrder(
                        "Step.java: a = x.getFloat();", "rule.py: y = float(rate)");
    }

    private static List<String> complaints(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root, 16)) {
            return files.filter(ReadsRuleTest::isInsideSteps)
                    .flatMap(ReadsRuleTest::complaintsOf)
                    .toList();
        }
    }

    private static boolean isInsideSteps(Path file) {
        String folder = String.valueOf(file.getParent()).replace('\\', '/');
        return folder.contains("/src/main/")
                && INSIDE_STEPS.stream().anyMatch(p -> folder.endsWith("/dev/eqm/" + p))
                && file.toString().matches(".*\\.(java|py)");
    }

    private static Stream<String> complaintsOf(Path file) {
        try {
            String source = Files.readString(file);
            boolean text = file.toString().endsWith(".py");
            if (text && source.contains("on the CPU")) {
                return Stream.of();
            }
            Pattern wrong = text ? NUMBER : READ;
            return source.lines()
                    .filter(line -> wrong.matcher(line).find())
                    .map(line -> file.getFileName() + ": " + line.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
