package dev.eqm.cli.command.system;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.plan.CostEstimate;
import dev.eqm.run.plan.RanksEstimate;
import dev.eqm.run.settings.RunConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code eqm plan}: reads a configuration as {@code eqm train} would, makes a {@link CostEstimate}
 * of it and prints that in words or as JSON.
 *
 * <p>Nothing is computed and nothing written: no weights are made, and data need not be there,
 * unless the configuration leaves out what only they tell. A configuration that {@code eqm train}
 * would refuse is refused here with the same message, exit code 2. The utilisation of 0.4 is an
 * assumption, which no file can tell: {@code --utilisation} replaces it by what was measured on the
 * GPU in question. The configuration is an argument here and not {@code --config}, because a plan
 * needs one and nothing else.
 */
@Command(name = "plan")
public final class PlanCommand extends ConsoleCommand {
    private static final double USUAL = 25; // GB/s

    @Parameters(
            paramLabel = "CONFIG",
            description =
                    "The configuration file; a bare name is also looked up in eqm's configs folder.")
    private String config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one value, e.g. --set sampling.steps=500; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--utilisation",
            paramLabel = "SHARE",
            defaultValue = "0.4",
            description =
                    "Assumed share of a GPU's peak performance, in (0, 1]; default ${DEFAULT-VALUE}.")
    private double utilisation;

    @Option(
            names = "--ranks",
            paramLabel = "N",
            description = "Also estimates training by N processes, one a GPU.")
    private Integer ranks;

    @Option(
            names = "--bandwidth",
            paramLabel = "GB/S",
            description =
                    "With --ranks: gigabytes that a GPU sends and receives in a second; default: 25, a network of 200 Gbit/s.")
    private Double bandwidth;

    @Option(names = "--json", description = "Prints JSON instead of text.")
    private boolean json;

    /** Prints the estimate; JSON goes to the standard output as well, for pipes. */
    @Override
    protected void run(Console console) {
        Held held = new Held(console);
        CostEstimate plan = plan(json ? RunListener.SILENT : held);
        RanksEstimate together = together(plan);
        held.release();
        if (json) {
            JsonObject all = plan.toJson().withIf(ranks != null, "ranks", together.toJson());
            console.data().result(Json.writePretty(all));
        } else {
            new PlanText(console).print(plan);
            if (ranks != null) {
                new RanksPlanText(console).print(together);
            }
        }
    }

    /** Of one rank if no number is given, which is then not shown. */
    private RanksEstimate together(CostEstimate plan) {
        Usage.require(
                ranks != null || bandwidth == null,
                "--bandwidth is the speed between ranks; add --ranks N");
        try {
            double gigabytes = bandwidth == null ? USUAL : bandwidth;
            return new RanksEstimate(plan, ranks == null ? 1 : ranks, gigabytes * 1e9);
        } catch (BrokenRuleException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }

    /** The estimate; its own rules are about options of this command, and told as such. */
    private CostEstimate plan(RunListener listener) {
        Usage.require(
                utilisation > 0 && utilisation <= 1,
                "--utilisation must lie in (0, 1], got %s",
                utilisation);
        RunConfig read = ConfigOptions.read(config, settings, listener);
        try {
            return new CostEstimate(read, utilisation);
        } catch (BrokenRuleException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }
}
