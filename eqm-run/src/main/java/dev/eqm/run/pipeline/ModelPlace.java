package dev.eqm.run.pipeline;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.run.folder.RunFolder;
import java.nio.file.Path;

/** Where weights are looked for. */
public sealed interface ModelPlace {
    /** What was named: a run, a checkpoint, a file, or the folder of runs. */
    Path path();

    /** A run folder, a checkpoint folder or a model file. */
    static ModelPlace of(Path path) {
        requireGiven("path", path);
        return RunFolder.at(path).isPresent() ? new Run(path) : new Checkpoint(path);
    }

    /** The run that began or went on last in a folder of runs. */
    record NewestRun(Path path) implements ModelPlace {
        public NewestRun {
            requireGiven("path", path);
        }
    }

    /** A run: its newest whole checkpoint. */
    record Run(Path path) implements ModelPlace {
        public Run {
            requireGiven("path", path);
        }
    }

    /** One checkpoint folder, or a model file (.safetensors, or an exported .onnx). */
    record Checkpoint(Path path) implements ModelPlace {
        public Checkpoint {
            requireGiven("path", path);
        }
    }
}
