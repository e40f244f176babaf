package dev.eqm.cli;

import dev.eqm.cli.command.BenchCommand;
import dev.eqm.cli.command.ComposeCommand;
import dev.eqm.cli.command.DenoiseCommand;
import dev.eqm.cli.command.DoctorCommand;
import dev.eqm.cli.command.EncodeCommand;
import dev.eqm.cli.command.EvaluateCommand;
import dev.eqm.cli.command.ExportCommand;
import dev.eqm.cli.command.FeaturesCommand;
import dev.eqm.cli.command.ImportCommand;
import dev.eqm.cli.command.InpaintCommand;
import dev.eqm.cli.command.InspectCommand;
import dev.eqm.cli.command.LikelihoodCommand;
import dev.eqm.cli.command.NeighboursCommand;
import dev.eqm.cli.command.OodCommand;
import dev.eqm.cli.command.PlanCommand;
import dev.eqm.cli.command.SampleCommand;
import dev.eqm.cli.command.StatsCommand;
import dev.eqm.cli.command.StripCommand;
import dev.eqm.cli.command.SweepCommand;
import dev.eqm.cli.command.ToyCommand;
import dev.eqm.cli.command.TrainCommand;
import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code eqm} command. */
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
        setIfAbsent(
                "java.awt.headless", "true"); // pictures are drawn where there is no display too
        setIfAbsent("ai.djl.offline", "true"); // else DJL asks a cloud metadata service at start
        setIfAbsent("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        setIfAbsent("org.slf4j.simpleLogger.log.ai.djl.util.cuda", "error");
        System.exit(commandLine().execute(args));
    }

    /** The command line, ready to execute; usable from tests. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures())
                .setParameterExceptionHandler(Failures::usage);
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        spec.commandLine().usage(out);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
