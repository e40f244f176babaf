package dev.eqm.run.training;

import dev.eqm.core.check.Setting;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigDiff;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.util.List;

/**
 * Whether a run may go on with a configuration: what is learned must stay what it was; how long,
 * where, how often something is saved or looked at may change.
 */
final class RunContinuation {
    /** What may differ between a run and its continuation without changing what is learned. */
    private static final List<String> FREE =
            List.of(
                    "train.steps",
                    "train.logEvery",
                    "train.checkpointEvery",
                    "train.keepCheckpoints",
                    "train.onBadStep",
                    "train.badStepLimit",
                    "train.recompute",
                    "tensorboard",
                    "report",
                    "preview.",
                    "evaluation.",
                    "sampling.",
                    "data.decodeAhead",
                    "data.decoders",
                    "runs",
                    "device");

    private RunContinuation() {}

    /**
     * The configuration of a run that is to go on.
     *
     * @param wanted what it leaves open is taken from the run
     * @throws UsageException if there is no run, or naming all that may not differ and does
     */
    static RunConfig of(RunFolder folder, RunConfig wanted) {
        if (!folder.exists()) {
            throw new UsageException(
                    folder.path()
                            + " contains no run to resume; start it without "
                            + Setting.of("resume"));
        }
        RunConfig begun = folder.readConfig();
        RunConfig config = wanted.continuing(begun);
        List<String> changed =
                new ConfigDiff(RunKinds.all())
                        .between(begun, config).stream()
                                .filter(d -> !isFree(d.path(), config))
                                .map(d -> told(folder, d))
                                .toList();
        if (!changed.isEmpty()) {
            throw new UsageException(
                    String.join("\n", changed)
                            + "\na resumed run keeps its configuration: undo these "
                            + "changes, or start another run with "
                            + Setting.key("name", "OTHER"));
        }
        return config;
    }

    /** A rate that falls over the whole run ties its steps to their number. */
    private static boolean isFree(String path, RunConfig config) {
        boolean isLength = path.equals("train.steps") && config.rate().dependsOnLength();
        return !isLength && FREE.stream().anyMatch(path::startsWith);
    }

    private static String told(RunFolder folder, ConfigDiff.Difference d) {
        if (d.path().equals("data.source.sha256")) {
            return folder.path()
                    + ": the images are not those that the run was trained on ("
                    + d
                    + ")";
        }
        return folder.config()
                + ": "
                + d.path()
                + " is "
                + d.left()
                + ", but now it would be "
                + d.right();
    }
}
