package dev.eqm.cli.command.train;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.cli.toy.EnergyFigure;
import dev.eqm.cli.toy.PlaneFigure;
import dev.eqm.cli.toy.PlaneModel;
import dev.eqm.cli.toy.PlaneNumbers;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.Json;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.TextFile;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.StateFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm toy}: the picture of the paper's Figure 1, trained here and now. */
@Command(
        name = "toy",
        mixinStandardHelpOptions = true,
        description =
                "Trains Equilibrium Matching and Flow Matching on the same points in the plane, with the same"
                        + " network, and draws both fields and their samples side by side.",
        footer = {
            "",
            "Leaves two runs, runs/NAME-eqm and runs/NAME-flow-matching; called again, it goes on with",
            "them or only draws. Writes toy.png, toy.svg and toy.json (how near the samples are).",
            "With an explicit energy (toy-2d-energy.yaml) one run, runs/NAME-eqm-e, and also energy.png,",
            "energy.svg and energy.json: the energy itself, with the paths that descend it."
        })
public final class ToyCommand implements Callable<Integer> {
    private static final String DEFAULT = "toy-2d.yaml";

    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions options;

    @Option(names = "--out", paramLabel = "DIR", description = "Default: samples/NAME.")
    private Path out;

    @Override
    public Integer call() {
        if (!options.isGiven()) {
            throw new UsageException("eqm toy needs --config FILE, for example " + DEFAULT);
        }
        RunConfig config = options.read();
        if (!PlaneModel.isPlane(config)) {
            throw new UsageException(
                    "eqm toy draws points in the plane: model.channels must be 2 and model.imageSize 1,"
                            + " as in "
                            + DEFAULT);
        }
        Console console = Console.of(spec.commandLine().getOut());
        ImageSource data = config.data().source().open();
        PlaneFigure figure = new PlaneFigure(data);
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("name", config.name());
        numbers.put("data", data.describe());
        Path folder = out == null ? Path.of("samples").resolve(config.name()) : out;
        for (RunConfig run : runs(config)) {
            PlaneNumbers n =
                    trained(
                            run,
                            console,
                            model -> {
                                energy(model, data, folder, console);
                                return figure.add(model);
                            });
            console.line(
                    "%s: %.1f %% of %d samples within %s of data, which they cover to %.1f %%;"
                            + " mean gradient norm %.3f at data, %.3f at noise",
                    run.name(),
                    100 * n.nearData(),
                    n.samples(),
                    PlaneNumbers.NEAR,
                    100 * n.covered(),
                    n.gradientAtData(),
                    n.gradientAtNoise());
            numbers.put(run.name(), n.toJson());
        }
        figure.figure().write(folder.resolve("toy.png"), folder.resolve("toy.svg"));
        TextFile.write(folder.resolve("toy.json"), Json.writePretty(numbers) + "\n");
        console.line("written to %s", folder);
        return 0;
    }

    /** An explicit energy stands alone, an implicit one beside Flow Matching. */
    private static List<RunConfig> runs(RunConfig config) {
        return config.model().energy().isExplicit()
                ? List.of(variant(config, "eqm-e", false))
                : List.of(variant(config, "eqm", false), flowMatching(config));
    }

    /** Draws the energy of a model that has one. */
    private static void energy(PlaneModel model, ImageSource data, Path folder, Console console) {
        if (!model.config().model().energy().isExplicit()) {
            return;
        }
        EnergyFigure figure = new EnergyFigure(data, model);
        figure.figure().write(folder.resolve("energy.png"), folder.resolve("energy.svg"));
        TextFile.write(folder.resolve("energy.json"), Json.write(figure.toJson()) + "\n");
        console.line(
                "%s: the energy rose after %d of %d updates",
                model.config().name(), figure.rises(), figure.updates());
    }

    /** The same run under another name; checked as a whole, like any configuration. */
    private static RunConfig variant(
            RunConfig config, String suffix, boolean timeConditional, String... more) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "name=" + config.name() + "-" + suffix,
                                "model.timeConditional=" + timeConditional));
        settings.addAll(List.of(more));
        return new ConfigReader(RunKinds.all()).read(config, settings);
    }

    private static RunConfig flowMatching(RunConfig config) {
        return variant(config, "flow-matching", true, "loss.kind=flow-matching");
    }

    /** Trains what is left to train, then draws with the average. */
    private static PlaneNumbers trained(
            RunConfig wanted, Console console, Function<PlaneModel, PlaneNumbers> draw) {
        RunFolder folder = new RunFolder(wanted.runs().resolve(wanted.name()));
        boolean resume = folder.exists();
        RunConfig run = resume ? TrainCommand.continued(folder, wanted) : wanted;
        if (done(folder) < run.train().steps()) {
            new TrainSession(run, folder, resume, console).run();
        }
        Precision precision = folder.readConfig().fixedPrecision(); // training has settled it
        Path checkpoint = Checkpoints.latest(folder.checkpoints()).found().get(0);
        Path weights = checkpoint.resolve(Checkpoints.EMA);
        try (FieldModel model = ModelFile.read(weights, precision, run.computeOn(null))) {
            return draw.apply(new PlaneModel(run, model));
        }
    }

    /** Steps of the newest whole checkpoint. */
    private static long done(RunFolder folder) {
        return Checkpoints.latest(folder.checkpoints()).found().stream()
                .mapToLong(checkpoint -> StateFile.verified(checkpoint).step())
                .findFirst()
                .orElse(0);
    }
}
