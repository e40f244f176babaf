package dev.eqm.cli.command.train;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.console.RankLog;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.cli.option.RanksOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.core.check.Setting;
import dev.eqm.core.ranks.Ranks;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.Training;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm train}: a run, from its first step or from its newest whole checkpoint.
 *
 * <p>One {@link Training}, watched. A folder that holds a run already is refused without {@code
 * --resume}; with it, what the run learns may not change, how long and where it trains may.
 * Everything goes to runs/NAME: config.yaml, metrics, checkpoints, pictures.
 *
 * <p>With {@code --ranks} this is one of several processes, which wait for each other; rank 0 has
 * the console, the others have a log each.
 *
 * <p>Exit code 2 if nothing began, 1 if training began and failed, with the last checkpoint still
 * there. A run that a signal ends has the code of the signal, after its checkpoint is written.
 */
@Command(name = "train")
public final class TrainCommand extends ConsoleCommand {
    @Mixin private ConfigOptions options;
    @Mixin private RanksOptions ranksOptions;

    @Option(
            names = "--resume",
            description = "Continues the run from its newest complete checkpoint.")
    private boolean resume;

    @Option(
            names = "--warm-start",
            paramLabel = "RUN|CHECKPOINT",
            description =
                    "Starts from the weights of another run of the same network: a run folder or a checkpoint "
                            + "folder (its average, ema, is taken), or a model file. The same as --set warmStart=... .")
    private String warmStart;

    /**
     * {@code --warm-start} is a setting of the configuration, so that config.yaml of the run says
     * where its first weights were from.
     */
    @Override
    protected void run(Console console) {
        Usage.require(
                options.isGiven(),
                Setting.command("train")
                        + " needs --config FILE, for example --config fashion-mnist.yaml");
        Usage.require(
                !resume || warmStart == null,
                "--warm-start begins a new run and --resume continues an existing one; remove one of them");
        Usage.require(
                resume || !ranksOptions.mayChange(),
                "--ranks-changed belongs to --resume; a new run has any number of ranks");
        try (Ranks ranks = ranksOptions.join()) {
            RankLog log = new RankLog(ranks.rank());
            Console own = ranks.isFirst() ? console : log.console();
            if (!ranks.isFirst()) {
                console.idle(); // what this rank has to say is in its log
            }
            Held held = new Held(own);
            Training training = training(ranks, held);
            log.in(training.folder().path());
            WatchedTraining.run(
                    training, own, held, ranks, ranks.isFirst() ? List.of() : List.of(log));
        }
    }

    /** What is to be trained; ranks wait for each other to have read it. */
    private Training training(Ranks ranks, Held held) {
        return ranks.each(
                () -> {
                    RunConfig read = options.read(held);
                    RunConfig config = warmStart == null ? read : read.startingFrom(warmStart);
                    Training training = resume ? Training.resumed(config) : Training.fresh(config);
                    return ranksOptions.mayChange() ? training.ranksChanged() : training;
                });
    }
}
