package dev.eqm.cli.command.train;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigDiff;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description =
                "Trains a model: writes runs/NAME with metrics, checkpoints and preview grids.",
        footer = {
            "",
            "Ctrl-C (or SIGTERM) writes a checkpoint first; --resume goes on where it stopped,",
            "with the same result as a run that was never interrupted."
        })
public final class TrainCommand implements Callable<Integer> {
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
                    "preview.",
                    "evaluation.",
                    "sampling.",
                    "data.decodeAhead",
                    "data.decoders",
                    "runs",
                    "device");

    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions options;

    @Option(names = "--resume", description = "Continues the run from its newest whole checkpoint.")
    private boolean resume;

    @Option(
            names = "--warm-start",
            paramLabel = "RUN|CHECKPOINT",
            description =
                    "Begins with the weights of another run of the same network: a run folder, a checkpoint"
                            + " folder (of both the average, ema) or a model file. The same as --set"
                            + " warmStart=... .")
    private String warmStart;

    @Override
    public Integer call() {
        if (!options.isGiven()) {
            throw new UsageException(
                    "eqm train needs --config FILE, for example --config fashion-mnist.yaml");
        }
        if (resume && warmStart != null) {
            throw new UsageException(
                    "--warm-start is for the beginning of a run, --resume goes on from its own checkpoint;"
                            + " leave one of them out");
        }
        RunConfig config = options.read();
        if (warmStart != null) {
            config = config.startingFrom(warmStart);
        }
        RunFolder folder = new RunFolder(config.runs().resolve(config.name()));
        if (resume) {
            config = continued(folder, config);
        } else if (folder.exists()) {
            throw new UsageException(
                    folder.path()
                            + " already holds a run; --resume continues it, "
                            + "--set name=OTHER starts another one");
        }
        Console console = Console.of(spec.commandLine().getOut());
        config = resume ? config : WarmStart.resolved(config, console);
        new TrainSession(config, folder, resume, console).run();
        return 0;
    }

    /** A rate that falls over the whole run ties its steps to their number. */
    private static boolean isFree(String path, RunConfig config) {
        boolean isLength = path.equals("train.steps") && config.rate().dependsOnLength();
        return !isLength && FREE.stream().anyMatch(path::startsWith);
    }

    /**
     * The configuration of a run that is to go on.
     *
     * @throws UsageException if it is not its own
     */
    public static RunConfig continued(RunFolder folder, RunConfig wanted) {
        if (!folder.exists()) {
            throw new UsageException(
                    folder.path() + " holds no run to resume; start it without --resume");
        }
        RunConfig begun = folder.readConfig();
        RunConfig config = wanted.continuing(begun);
        List<String> changed =
                new ConfigDiff(RunKinds.all())
                        .between(begun, config).stream()
                                .filter(d -> !isFree(d.path(), config))
                                .map(
                                        d ->
                                                folder.config()
                                                        + ": "
                                                        + d.path()
                                                        + " is "
                                                        + d.left()
                                                        + ", now it would be "
                                                        + d.right())
                                .toList();
        if (!changed.isEmpty()) {
            throw new UsageException(
                    String.join("\n", changed)
                            + "\na resumed run keeps its configuration: undo these, or start another run with --set name=OTHER");
        }
        return config;
    }
}
