package dev.eqm.cli.command;

import dev.eqm.cli.run.RunFolder;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where weights are looked for. */
final class ModelPlace {
    /** Run or checkpoint, not both. */
    static final class Where {
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
    static ModelPlace of(Path path) {
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
    boolean namesCheckpoint() {
        return where != null && where.checkpoint != null;
    }

    /** Whether a run was named. */
    boolean namesRun() {
        return where != null && where.run != null;
    }

    Path checkpoint() {
        return where.checkpoint;
    }

    Path run() {
        return where.run;
    }
}
