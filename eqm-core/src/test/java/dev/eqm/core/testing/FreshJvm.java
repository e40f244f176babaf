package dev.eqm.core.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Another Java process with this one's class path: for what happens only once in a process. */
public final class FreshJvm {
    private FreshJvm() {}

    /**
     * What it printed, errors among it, and how it ended.
     *
     * @param lines of both streams
     */
    public record Ended(int code, List<String> lines) {
        /** One text again. */
        public String text() {
            return String.join("\n", lines);
        }
    }

    /**
     * Runs a main class to its end.
     *
     * @param properties such as {@code -Da=b}
     * @param environment what to change of this process's
     */
    public static Ended run(
            Class<?> main,
            List<String> properties,
            Consumer<Map<String, String>> environment,
            String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.addAll(properties);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        environment.accept(process.environment());
        Process started = process.start();
        String out = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(started.waitFor(), out.lines().toList());
    }
}
