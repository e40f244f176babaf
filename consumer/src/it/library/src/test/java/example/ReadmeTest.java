package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java, word for word, as a program of one file. */
class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

    /** What surrounds the example: a run to open, and arrays to train on. */
    private static final String PROGRAM =
            """
            import dev.eqm.core.data.*;
            import dev.eqm.run.*;
            import dev.eqm.run.settings.*;
            import dev.eqm.run.training.*;
            import java.nio.file.Path;
            import java.util.List;

            class Readme {
                public static void main(String[] args) {
                    Training.of(
                                    RunConfig.DEFAULT
                                            .withName("fashion-mnist")
                                            .withNetwork(new Backbone.Custom(8, 1, 2, 4, 1), FashionMnist.embedded())
                                            .withSteps(1)
                                            .with("sampling.steps=2"))
                            .run();
                    float[][] pixels = new float[64][64];
                    int[] labels = new int[64];
                    %s
                }
            }
            """;

    @TempDir Path folder;

    @Test
    void theExampleOfPipelineAndTrainingRuns() throws Exception {
        List<String> examples =
                JAVA.matcher(Files.readString(Path.of(System.getProperty("readme"))))
                        .results()
                        .map(match -> match.group(1))
                        .toList();
        assertEquals(1, examples.size(), "the README shows one example in Java");
        String steps = ".withSteps(2000)";
        String example = examples.get(0);
        assertTrue(example.contains(steps), example);
        Path program = folder.resolve("Readme.java");
        String brief = example.replace(steps, ".withSteps(2).with(\"sampling.steps=2\")");
        Files.writeString(program, PROGRAM.formatted(brief));
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        List<String> arguments =
                List.of(
                        Programs.NATIVE,
                        Programs.BRIEF,
                        "--class-path",
                        Programs.CLASS_PATH,
                        program.toString());
        assertEquals(List.of(), Programs.output(folder, folder, java, arguments));
        assertEquals(28, ImageIO.read(folder.resolve("bag.png").toFile()).getWidth());
        assertTrue(Files.exists(folder.resolve("runs/digits/checkpoints/00000002/state.json")));
    }
}
