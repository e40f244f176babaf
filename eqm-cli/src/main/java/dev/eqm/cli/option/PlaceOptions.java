package dev.eqm.cli.option;

import dev.eqm.run.pipeline.ModelPlace;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * {@code --run} and {@code --checkpoint}: where weights are looked for.
 *
 * <p>Shared by all commands with a trained model, mostly through {@link ModelOptions}. The group is
 * exclusive, so picocli itself refuses both flags. With neither, it is the run in {@code runs} of
 * the current folder that began or went on last.
 */
public final class PlaceOptions {
    /** Run or checkpoint, not both. */
    @Group(OptionGroup.MODEL)
    static final class Where {
        @Option(
                names = "--run",
                paramLabel = "DIR",
                description = "A run folder; its newest complete checkpoint is used.")
        private Path run;

        @Option(
                names = "--checkpoint",
                paramLabel = "DIR|FILE",
                description = "A single checkpoint folder, or a model file (.safetensors).")
        private Path checkpoint;
    }

    @ArgGroup private Where where;

    /** What was named; without it the newest run in {@code runs}. */
    public ModelPlace place() {
        if (where == null) {
            return new ModelPlace.NewestRun(Path.of("runs"));
        }
        return where.checkpoint == null
                ? new ModelPlace.Run(where.run)
                : new ModelPlace.Checkpoint(where.checkpoint);
    }
}
