package dev.eqm.run.training;

import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;

/** What a run folder holds before the first step. */
final class RunHead {
    private RunHead() {}

    /**
     * Writes it.
     *
     * @param done steps that the run has
     * @throws UsageException if these are more than it is to have
     */
    static void write(RunContext run, long done) {
        RunFolder folder = run.folder();
        long wanted = run.config().train().steps();
        if (done > wanted) {
            throw new UsageException(
                    "%s has %d steps already, more than the %d of train.steps; name as many or more, or start another run under another name"
                            .formatted(folder.path(), done, wanted));
        }
        folder.writeData(run.data()); // before the configuration, which makes a folder a run
        folder.writeConfig(run.config());
        folder.takeTurn();
        folder.writeClassNames(run.data().classNames());
    }
}
