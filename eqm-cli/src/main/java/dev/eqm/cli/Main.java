package dev.eqm.cli;

import dev.eqm.cli.command.look.ListCommand;
import dev.eqm.cli.command.look.ReportCommand;
import dev.eqm.cli.command.look.ShowCommand;
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
import dev.eqm.cli.command.score.ReproduceCommand;
import dev.eqm.cli.command.score.StatsCommand;
import dev.eqm.cli.command.score.SweepCommand;
import dev.eqm.cli.command.system.BenchCommand;
import dev.eqm.cli.command.system.DoctorCommand;
import dev.eqm.cli.command.system.HelpCommand;
import dev.eqm.cli.command.system.PlanCommand;
import dev.eqm.cli.command.train.EncodeCommand;
import dev.eqm.cli.command.train.InitCommand;
import dev.eqm.cli.command.train.ToyCommand;
import dev.eqm.cli.command.train.TrainCommand;
import dev.eqm.cli.command.weights.ExportCommand;
import dev.eqm.cli.command.weights.ImportCommand;
import dev.eqm.cli.command.weights.InspectCommand;
import dev.eqm.cli.console.Terminal;
import dev.eqm.cli.help.CommandTexts;
import dev.eqm.cli.help.HelpText;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.startup.Startup;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The {@code eqm} command: the list of all commands, and how picocli is set up. Exceptions of
 * commands go to {@link Failures}; what help says and how it looks is in {@code cli.help}.
 */
@Command(
        name = "eqm",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        // the order of the help text, within the groups of their packages
        subcommands = {
            InitCommand.class,
            TrainCommand.class,
            ToyCommand.class,
            EncodeCommand.class,
            SampleCommand.class,
            ComposeCommand.class,
            DenoiseCommand.class,
            InpaintCommand.class,
            StripCommand.class,
            ListCommand.class,
            ShowCommand.class,
            ReportCommand.class,
            EvaluateCommand.class,
            NeighboursCommand.class,
            SweepCommand.class,
            OodCommand.class,
            LikelihoodCommand.class,
            StatsCommand.class,
            ReproduceCommand.class,
            FeaturesCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            InspectCommand.class,
            PlanCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            AutoComplete.GenerateCompletion.class,
            HelpCommand.class
        })
public final class Main implements Runnable {
    static final Set<String> COMPUTING =
            Set.of(
                    "train",
                    "toy",
                    "encode",
                    "sample",
                    "compose",
                    "denoise",
                    "inpaint",
                    "strip",
                    "evaluate",
                    "neighbours",
                    "sweep",
                    "ood",
                    "likelihood",
                    "doctor",
                    "bench");

    @Spec private CommandSpec spec;

    /** Runs a command and exits. */
    public static void main(String[] args) throws InterruptedException {
        Properties set = System.getProperties(); // what the user has set with -D stays
        set.putIfAbsent("java.awt.headless", "true"); // pictures are drawn without a display too
        // eqm-core tells that libtorch is unpacked: a line like the others, without Java's head
        set.putIfAbsent("java.util.logging.SimpleFormatter.format", "eqm: %5$s%6$s%n");
        set.putIfAbsent("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        set.putIfAbsent("org.slf4j.simpleLogger.log.ai.djl.util.cuda", "error");
        Thread early = computes(args) ? Startup.begin() : new Thread();
        int code = run(args);
        early.join(); // libtorch does not survive an exit while it is being loaded
        System.exit(code);
    }

    /** Whether libtorch will be needed: it is loaded while the command line is read. */
    static boolean computes(String... args) {
        return args.length > 0
                && COMPUTING.contains(args[0])
                && Arrays.stream(args).noneMatch(Set.of("--help", "-h")::contains);
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
        line.setResourceBundle(new CommandTexts());
        HelpText.install(line, Terminal.here());
        // picocli lets a help command take whatever it is given
        line.getSubcommands().get("generate-completion").getCommandSpec().helpCommand(false);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
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
