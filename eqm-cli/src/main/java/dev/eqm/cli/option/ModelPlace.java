package dev.eqm.cli.option;

import dev.eqm.run.folder.RunFolder;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where weights are looked for. */
public final class ModelPlace {
    /** Run or checkpoint, not both. */
    public static final class Where {
        @Option(
                names = "--run",
                paramLabel = "DIR",
                description = "Run folder; its newest whole checkpoint is taken.")
        private Path run;

        @Option(
                names = "--checkpoint",
                paramLabel = "DIR|FILE",
                description = "One checkpoint folder, or a model file (.safetensors).")
        private Path checkpoint;
    }

    @ArgGroup private Where where;

    /** A run folder, a checkpoint folder or a model file. */
    public static ModelPlace of(Path path) {
        ModelPlace place = new ModelPlace();
        place.where = new Where();
        if (new RunFolder(path).exists()) {
            place.where.run = path;
        } else {
            place.where.checkpoint = path;
        }
        return place;
    }

    /** Whether a checkpoint was named. */
    public boolean namesCheckpoint() {
        return where != null && where.checkpoint != null;
    }

    /** Whether a run was named. */
    public boolean namesRun() {
        return where != null && where.run != null;
    }

    public Path checkpoint() {
        return where.checkpoint;
    }

    public Path run() {
        return where.run;
    }
}
