package dev.eqm.cli.command.score;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code eqm features}: the small net that scores of 28x28 pictures look through.
 *
 * <p>A group: {@code train} makes such a net, {@code test} says how good one is. Without a
 * subcommand it prints its help and ends with 0. Other nets are not made by eqm: {@code --features}
 * of {@code evaluate} takes their files.
 *
 * <p>The built-in net is part of eqm, so that two people who compare their FMD look through the
 * same eyes; its hash stands in each report. A net of one's own is for other pictures of this
 * shape.
 */
@Command(
        name = "features",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {FeaturesTrainCommand.class, FeaturesTestCommand.class})
public final class FeaturesCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
