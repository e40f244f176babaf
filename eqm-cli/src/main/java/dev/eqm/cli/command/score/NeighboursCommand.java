package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.SheetOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.run.pipeline.ImagePlace;
import dev.eqm.run.sampling.LabelChoice;
import dev.eqm.run.sampling.SamplingSetup;
import dev.eqm.run.scoring.NeighboursReport;
import dev.eqm.run.scoring.NeighboursRequest;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Labels;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm neighbours}: the picture of the paper's Figure 5.
 *
 * <p>One {@link NeighboursRequest}; writes neighbours.png and neighbours.json and prints the mean
 * distance. A copy is at distance 0. Refused, exit code 2: models of latents, and more neighbours
 * than images.
 */
@Command(name = "neighbours")
public final class NeighboursCommand extends ConsoleCommand {
    @Mixin private ModelOptions model;
    @Mixin private SheetOptions sheet;

    @Option(
            names = "--of",
            paramLabel = "PATH",
            description =
                    "Takes existing images instead of generating new ones: a "
                            + "folder of images, an .npz file or an IDX file.")
    private Path of;

    @Option(
            names = "--among",
            paramLabel = "PATH",
            description =
                    "Searches a folder of images, an .npz file or an IDX file instead of the run's training set.")
    private Path among;

    @Option(
            names = "--labels",
            paramLabel = "SPEC",
            description =
                    "Labels of new images, assigned in turn: numbers or class names (a "
                            + "name that is a number in double quotes); default: all.")
    private String labels;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10",
            description = "Number of images (with --of, the first ones); default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--k",
            paramLabel = "K",
            defaultValue = "7",
            description = "Neighbours per image; default ${DEFAULT-VALUE}.")
    private int k;

    @Override
    protected void run(Console console) {
        Usage.requireAtLeastOne("--count", count);
        Usage.requireAtLeastOne("--k", k);
        Usage.require(
                of == null || labels == null,
                "--labels is for new images and --of for existing ones: remove one of them");
        sheet.check();
        Held held = new Held(console);
        SamplingSetup setup = sheet.setup(model.choice().find(held));
        NeighboursRequest request =
                new NeighboursRequest(
                        setup,
                        sheet.sheet(setup, "neighbours"),
                        of == null
                                ? new NeighboursRequest.Asked.Samples(labels(setup))
                                : new NeighboursRequest.Asked.Images(of, count),
                        among == null ? ImagePlace.OF_RUN : new ImagePlace.At(among),
                        k);
        NeighboursReport report = held.with(request.run(held));
        console.line(
                "searched %d images in %s",
                report.looked().count(), Console.duration(report.seconds()));
        console.line("mean distance to the nearest: %.3f", report.meanDistance());
        console.results(report.picture());
    }

    /** As many labels as images: all classes in turn, else the named ones in turn. */
    private LabelChoice labels(SamplingSetup setup) {
        Classes classes = setup.model().classes();
        return labels == null
                ? LabelChoice.of(LabelChoice.ALL, count, classes, setup.seed())
                : new LabelChoice(Labels.parse(labels, classes), count, labels);
    }
}
