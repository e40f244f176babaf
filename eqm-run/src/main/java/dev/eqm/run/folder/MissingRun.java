package dev.eqm.run.folder;

import dev.eqm.run.config.Names;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What to say of a path that was named as a run and is none: the nearest one that is there. */
final class MissingRun {
    private static final Path USUAL = Path.of("runs");

    /** Names that a message lists; more would hide the rest of it. */
    private static final int MAX_TOLD = 8;

    private MissingRun() {}

    static String told(Path path) {
        if (Files.isRegularFile(path)) {
            return path + " is a file, not the folder of a run" + among(USUAL);
        }
        if (Files.isDirectory(path)) {
            String inside = among(path);
            return path
                    + " is not a run: it has no config.yaml"
                    + (inside.isEmpty() ? among(USUAL) : inside);
        }
        Path parent = path.getParent() == null ? USUAL : path.getParent();
        Path runs = RunFolder.names(parent).isEmpty() ? USUAL : parent;
        String name = String.valueOf(path.getFileName());
        return "no run "
                + path
                + Names.nearestFile(name, RunFolder.names(runs))
                        .map(n -> "; did you mean " + runs.resolve(n) + "?")
                        .orElseGet(() -> among(runs));
    }

    private static String among(Path runs) {
        List<String> names = RunFolder.names(runs);
        String more = names.size() > MAX_TOLD ? ", ..." : "";
        List<String> few = names.stream().limit(MAX_TOLD).toList();
        return few.isEmpty() ? "" : "; runs in " + runs + ": " + String.join(", ", few) + more;
    }
}
