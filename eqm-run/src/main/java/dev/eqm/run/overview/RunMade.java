package dev.eqm.run.overview;

import dev.eqm.run.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a run has made to look at. */
record RunMade(RunFolder run) {
    private static final Path SAMPLES = Path.of("samples");

    /** The preview of the highest step. */
    Optional<Path> newestPicture() {
        return in(run.path().resolve("samples"), "\\d+\\.png")
                .max(Comparator.comparing(Path::getFileName));
    }

    /** The folder of samples that was written last: {@code samples/RUN-STEP[-N]}. */
    Optional<Path> newestSamples() {
        String name = run.path().toAbsolutePath().normalize().getFileName().toString();
        return in(SAMPLES, Pattern.quote(name) + "-\\d{8,}(-\\d+)?")
                .filter(Files::isDirectory)
                .max(Comparator.comparing(p -> p.toFile().lastModified()));
    }

    private static Stream<Path> in(Path folder, String name) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(p -> p.getFileName().toString().matches(name)).toList().stream();
        } catch (IOException e) {
            return Stream.empty(); // no permission: nothing to show
        }
    }
}
