package dev.eqm.run.report;

import dev.eqm.core.data.Picture;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A run folder as training leaves one, written by hand: no network is needed to report on it. */
final class WrittenRun {
    static final int STEPS = 100;
    static final int EVERY = 10;

    private final Path folder;

    WrittenRun(Path folder) {
        this.folder = folder;
        write("config.yaml", CONFIG.formatted(folder.getFileName(), STEPS));
        write("classes.json", "[\"cat\",\"dog\"]\n");
        JsonObject data =
                JsonObject.of("images", "24 drawings")
                        .with("count", 24L)
                        .with("shape", "1x6x6")
                        .with("classes", List.of("cat", "dog"))
                        .with("digestOf", "images")
                        .with("sha256", "a".repeat(64));
        write("data.json", Json.write(data));
        write("metrics.jsonl", lines(STEPS / EVERY));
        history();
        grid(20);
        grid(100);
    }

    private static final String CONFIG =
            """
            name: %s
            runs: runs
            precision: float32
            model:
              backbone:
                kind: preset
                name: Nano/4
              timeConditional: false
              energy: none
            loss:
              kind: eqm
              schedule:
                kind: truncated
                a: 0.8
                lambda: 4.0
            optimizer:
              learningRate: 0.002
            train:
              steps: %s
              batchSize: 4
            """;

    Path path() {
        return folder;
    }

    RunFolder run() {
        return new RunFolder(folder);
    }

    Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Changes a text of the configuration. */
    WrittenRun with(String before, String after) {
        try {
            String config = Files.readString(folder.resolve("config.yaml"));
            if (!config.contains(before)) {
                throw new AssertionError(before + " is not in " + config);
            }
            write("config.yaml", config.replace(before, after));
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Stopped after step 40, gone on with, killed after 70, gone on with from 60. */
    private void history() {
        Map<String, Object> machine =
                JsonObject.of("device", "cpu").with("processor", "Abacus 3000").with("cores", 2L);
        Map<String, Object> versions = JsonObject.of("eqm", "9.9").with("libtorch", "2.7.1");
        List<String> all = new ArrayList<>();
        all.add(began(0, machine, versions));
        all.add("{\"ended\":40,\"time\":\"2026-11-30T10:04:00Z\",\"reason\":\"stopped\"}");
        all.add(began(40, machine, versions));
        all.add(began(60, machine, versions));
        all.add("{\"ended\":100,\"time\":\"2026-11-30T10:20:00Z\",\"reason\":\"completed\"}");
        write("history.jsonl", String.join("\n", all) + "\n");
    }

    private static String began(
            long step, Map<String, Object> machine, Map<String, Object> versions) {
        return Json.write(
                JsonObject.of("began", step)
                        .with("time", "2026-11-30T10:00:00Z")
                        .with("machine", machine)
                        .with("versions", versions));
    }

    /** Loss of a logged step: six digits that stand nowhere else. */
    static double loss(int line) {
        return 3.21987 / (line + 1) + 0.012345;
    }

    /** So many logged lines, ten steps apart. */
    static String lines(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int line = i;
            List<Object> bins =
                    IntStream.range(0, 10)
                            .mapToObj(b -> (Object) (0.05 * b + 0.001 * line))
                            .toList();
            long step = (i + 1L) * EVERY;
            text.append(
                    Json.write(
                            JsonObject.of("step", step)
                                    .with("loss", loss(i))
                                    .with("explainedVariance", 0.5 + 0.01 * i)
                                    .with("explainedVarianceByGamma", bins)
                                    .with("gradientNorm", 1.5 + i)
                                    .with("clipped", 0L)
                                    .with("skipped", 0L)
                                    .with("rate", 0.002)
                                    .with("images", 4 * step)
                                    .with("seconds", 2.0 * (i + 1))
                                    .with("times", JsonObject.of("forward", 1.5))));
            text.append('\n');
        }
        return text.toString();
    }

    /** A grid of samples, grey. */
    Path grid(long step) {
        byte[] pixels = new byte[24 * 60];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * step);
        }
        Path file = run().preview(step);
        write("samples/made", "");
        new Picture(pixels, 24, 60, 1).write(file);
        return file;
    }
}
