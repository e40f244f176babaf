package dev.eqm.cli.run;

import dev.eqm.cli.config.ConfigException;
import dev.eqm.cli.config.ConfigReader;
import dev.eqm.cli.config.ConfigWriter;
import dev.eqm.core.store.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a run leaves on disk: {@code config.yaml}, {@code metrics.jsonl}, {@code checkpoints/},
 * {@code samples/}.
 *
 * @param path {@code runs/NAME}
 */
public record RunFolder(Path path) {
    private static final String CONFIG = "config.yaml";

    /** The resolved configuration. */
    public Path config() {
        return path.resolve(CONFIG);
    }

    /** One JSON object a logged step. */
    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    /** Checkpoints by step. */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** The preview grid of a step. */
    public Path preview(long step) {
        return path.resolve("samples").resolve(String.format(Locale.ROOT, "%08d.png", step));
    }

    /** True once a run has begun here. */
    public boolean exists() {
        return Files.exists(config());
    }

    /** The configuration that the run began with. */
    public RunConfig readConfig() {
        return new ConfigReader(RunKinds.all()).read(RunConfig.DEFAULT, config(), List.of());
    }

    /** Writes the resolved configuration, every default written out. */
    public void writeConfig(RunConfig resolved) {
        byte[] yaml =
                new ConfigWriter(RunKinds.all()).toYaml(resolved).getBytes(StandardCharsets.UTF_8);
        try {
            Files.createDirectories(path);
            AtomicFile.write(
                    config(),
                    channel -> {
                        ByteBuffer bytes = ByteBuffer.wrap(yaml);
                        while (bytes.hasRemaining()) {
                            channel.write(bytes);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(config() + ": cannot be written", e);
        }
    }

    /**
     * The run that was begun or changed last.
     *
     * @throws ConfigException if there is none
     */
    public static RunFolder newest(Path runs) {
        if (Files.isDirectory(runs)) {
            try (Stream<Path> folders = Files.list(runs)) {
                List<RunFolder> found =
                        folders.map(RunFolder::new)
                                .filter(RunFolder::exists)
                                .sorted(Comparator.comparing(RunFolder::changed).reversed())
                                .toList();
                if (!found.isEmpty()) {
                    return found.get(0);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("reading " + runs, e);
            }
        }
        throw new ConfigException(
                "no run in "
                        + runs.toAbsolutePath().normalize()
                        + "; train one (eqm train --config fashion-mnist.yaml), or name one with --run DIR or --checkpoint");
    }

    private FileTime changed() {
        try {
            Path newest = Files.exists(metrics()) ? metrics() : config();
            return Files.getLastModifiedTime(newest);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // gone meanwhile: the oldest
        }
    }
}
