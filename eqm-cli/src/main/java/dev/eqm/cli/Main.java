package dev.eqm.cli;

import dev.eqm.cli.command.sample.ComposeCommand;
import dev.eqm.cli.command.sample.DenoiseCommand;
import dev.eqm.cli.command.sample.InpaintCommand;
import dev.eqm.cli.command.sample.SampleCommand;
import dev.eqm.cli.command.sample.StripCommand;
import dev.eqm.cli.command.score.EvaluateCommand;
import dev.eqm.cli.command.score.FeaturesCommand;
import dev.eqm.cli.command.score.LikelihoodCommand;
import dev.eqm.cli.command.score.NeighboursCommand;
import dev.eqm.cli.command.score.OodCommand;
import dev.eqm.cli.command.score.ReportCommand;
import dev.eqm.cli.command.score.StatsCommand;
import dev.eqm.cli.command.score.SweepCommand;
import dev.eqm.cli.command.system.BenchCommand;
import dev.eqm.cli.command.system.DoctorCommand;
import dev.eqm.cli.command.system.PlanCommand;
import dev.eqm.cli.command.train.EncodeCommand;
import dev.eqm.cli.command.train.ToyCommand;
import dev.eqm.cli.command.train.TrainCommand;
import dev.eqm.cli.command.weights.ExportCommand;
import dev.eqm.cli.command.weights.ImportCommand;
import dev.eqm.cli.command.weights.InspectCommand;
import dev.eqm.cli.option.CatalogueNames;
import dev.eqm.core.check.BrokenRuleException;
import java.io.PrintWriter;
import java.util.Properties;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The {@code eqm} command: the list of all commands, and how picocli is set up. Exceptions of
 * commands go to {@link Failures}, catalogue names in help texts come from {@link CatalogueNames}.
 */
@Command(
        name = "eqm",
        description = "Trains and samples Equilibrium Matching models.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainCommand.class,
            SampleCommand.class,
            ComposeCommand.class,
            DenoiseCommand.class,
            InpaintCommand.class,
            StripCommand.class,
            LikelihoodCommand.class,
            EncodeCommand.class,
            ToyCommand.class,
            OodCommand.class,
            NeighboursCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            EvaluateCommand.class,
            SweepCommand.class,
            ReportCommand.class,
            StatsCommand.class,
            FeaturesCommand.class,
            PlanCommand.class,
            InspectCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        footer = {
            "",
            "Start with:  eqm train --config fashion-mnist.yaml",
            "Then:        eqm sample --labels 0-9 --count 20"
        })
public final class Main implements Runnable {
    /** Footers are written for it. */
    private static final int HELP_WIDTH = 100;

    @Spec private CommandSpec spec;

    /** Runs a command and exits. */
    public static void main(String[] args) {
        Properties set = System.getProperties(); // what the user has set with -D stays
        set.putIfAbsent("java.awt.headless", "true"); // pictures are drawn without a display too
        // eqm-core tells that libtorch is unpacked: a line like the others, without Java's head
        set.putIfAbsent("java.util.logging.SimpleFormatter.format", "eqm: %5$s%6$s%n");
        set.putIfAbsent("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        set.putIfAbsent("org.slf4j.simpleLogger.log.ai.djl.util.cuda", "error");
        System.exit(run(args));
    }

    private static int run(String... args) {
        String lost = FileNames.lost();
        if (!lost.isEmpty()) {
            System.err.println("eqm: " + lost);
            return Failures.BAD_INPUT;
        }
        try {
            return execute(commandLine(), args);
        } catch (BrokenRuleException e) { // help texts list what extensions bring, if they can
            System.err.println("eqm: " + e.getMessage());
            return Failures.BAD_INPUT;
        }
    }

    /** The exit code of a command, also where Java's memory does not suffice. */
    static int execute(CommandLine line, String... args) {
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            return Failures.outOfMemory(line.getErr());
        }
    }

    /** The command line, ready to execute; usable from tests. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setResourceBundle(new CatalogueNames());
        // picocli lets a help command take whatever it is given
        line.getSubcommands().get("generate-completion").getCommandSpec().helpCommand(false);
        return line.setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures())
                .setParameterExceptionHandler(Failures::usage);
    }

    /** Without a command: the help. */
    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        spec.commandLine().usage(out);
    }
}
