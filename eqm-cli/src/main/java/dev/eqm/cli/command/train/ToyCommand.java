package dev.eqm.cli.command.train;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.cli.toy.EnergyFigure;
import dev.eqm.cli.toy.PlaneModel;
import dev.eqm.cli.toy.PlaneNumbers;
import dev.eqm.cli.toy.ToyRuns;
import dev.eqm.cli.toy.ToySheet;
import dev.eqm.core.check.Setting;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.RunListener;
import dev.eqm.run.folder.Target;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.Training;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm toy}: the picture of the paper's Figure 1, trained here and now.
 *
 * <p>One {@link Training} for each run. One that is complete is not trained again: only what steps
 * are missing is made up, then both are drawn. Each model is opened to be drawn and closed before
 * the next, and the sheet is written when all are done. A configuration whose states are no points
 * in the plane is refused, exit code 2.
 */
@Command(name = "toy")
public final class ToyCommand extends ConsoleCommand {
    @Mixin private ConfigOptions options;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Output folder; default samples/NAME.")
    private Path out;

    @Override
    protected void run(Console console) {
        Usage.require(
                options.isGiven(),
                Setting.command("toy") + " needs --config FILE, for example toy-2d.yaml");
        Held held = new Held(console);
        RunConfig config = options.read(held);
        Usage.require(
                PlaneModel.isPlane(config),
                Setting.command("toy")
                        + " draws points in the plane: model.channels must be 2 and model.imageSize 1,"
                        + " as in toy-2d.yaml");
        Path folder = out == null ? Path.of("samples").resolve(config.name()) : out;
        Target.folder(folder);
        ToySheet sheet = new ToySheet(config.name(), config.data().source().open(), folder);
        held.release();
        for (RunConfig run : ToyRuns.of(config)) {
            Training training = Training.of(run).resume();
            if (training.stepsDone() < training.config().train().steps()) {
                WatchedTraining.run(training, console, held);
            }
            draw(training, sheet, console);
        }
        sheet.write();
        console.results(folder, folder.resolve("toy.png"));
    }

    /** Draws with the average; says how the samples lie. */
    private static void draw(Training training, ToySheet sheet, Console console) {
        RunConfig run = training.config();
        FoundModel found = ModelChoice.of(training.folder().path()).find(RunListener.SILENT);
        Precision precision = found.config().fixedPrecision(); // training has settled it
        try (FieldModel model =
                ModelFile.readAs(
                        found.file(), found.architecture(), precision, run.computeOn(null))) {
            PlaneModel plane = new PlaneModel(run, model);
            if (run.model().energy().isExplicit()) {
                EnergyFigure energy = sheet.energy(plane);
                console.line(
                        "%s: the energy rose in %d of %d updates",
                        run.name(), energy.rises(), energy.updates());
            }
            PlaneNumbers n = sheet.add(plane);
            console.line(
                    "%s: %.1f %% of %d samples lie within %s of a data point and cover %.1f "
                            + "%% of the data; mean gradient norm %.3f at data, %.3f at noise",
                    run.name(),
                    100 * n.nearData(),
                    n.samples(),
                    PlaneNumbers.NEAR,
                    100 * n.covered(),
                    n.gradientAtData(),
                    n.gradientAtNoise());
        }
    }
}
