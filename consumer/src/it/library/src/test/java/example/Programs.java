package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that run in a process of their own, on the class path of the tests. */
final class Programs {
    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    /** The quick compiler: these programs end before the other one pays. */
    static final String BRIEF = "-XX:TieredStopAtLevel=1";

    static final String CLASS_PATH = System.getProperty("java.class.path");

    private Programs() {}

    /**
     * What a program prints; it must end well and without a word of warning.
     *
     * @param scratch for the output
     * @param folder where it runs
     */
    static List<String> output(Path scratch, Path folder, Path program, List<String> arguments)
            throws IOException, InterruptedException {
        Path out = scratch.resolve("out");
        Path errors = scratch.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.command().addAll(arguments);
        builder.directory(folder.toAbsolutePath().toFile());
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        builder.redirectOutput(out.toFile()).redirectError(errors.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("pom.xml").toFile()));
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        assertEquals("", Files.readString(errors));
        assertEquals(0, process.exitValue());
        return Files.readAllLines(out);
    }
}
