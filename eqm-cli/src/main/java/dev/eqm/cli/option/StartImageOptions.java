package dev.eqm.cli.option;

import dev.eqm.run.pipeline.ImagePlace;
import dev.eqm.run.sampling.ImageLabels;
import dev.eqm.run.sampling.StartImages;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Labels;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * Real images that samples start from, and the labels that go with them.
 *
 * <p>Shared by {@code denoise}, {@code inpaint} and {@code likelihood}; how many images is each
 * command's own {@code --count}. Images of the run have labels of its classes; files of pictures
 * have none that the model would know, so their default is the null label. A model that was trained
 * without one needs {@code --labels}.
 */
@Group(OptionGroup.IMAGES)
public final class StartImageOptions {
    @Option(
            names = "--images",
            paramLabel = "PATH",
            description =
                    "A folder of images, an .npz file or an IDX file (latent "
                            + "models encode them first); default: the run's own data.")
    private Path path;

    @Option(
            names = "--first",
            paramLabel = "I",
            defaultValue = "0",
            description = "Index of the first image; default ${DEFAULT-VALUE}.")
    private int first;

    @Option(
            names = "--labels",
            paramLabel = "SPEC",
            description =
                    "Labels, assigned in turn: numbers or class names (a name that is a "
                            + "number in double quotes), or 'null' for the unconditional field. "
                            + "Default: the images' own labels for the run's data, otherwise null.")
    private String labels;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Number of images; default ${DEFAULT-VALUE}.")
    private int count;

    /**
     * Options of a command.
     *
     * @param usualCount how many images it takes by default
     */
    public StartImageOptions(int usualCount) {
        count = usualCount;
    }

    /** Refuses what no model could make right. */
    public void check() {
        Usage.requireAtLeastOne("--count", count);
        Usage.require(first >= 0, "--first must be at least 0, got %s", first);
    }

    /**
     * Refuses labels that a model does not have, before it is read.
     *
     * @throws dev.eqm.core.check.BrokenRuleException naming the label
     */
    public void check(Classes classes) {
        if (labels() instanceof ImageLabels.InTurn inTurn) {
            Labels.parse(inTurn.spec(), classes);
        }
    }

    /** How many images were asked for. */
    public int count() {
        return count;
    }

    /** Which images, and their labels. */
    public StartImages choice() {
        return new StartImages(
                path == null ? ImagePlace.OF_RUN : new ImagePlace.At(path), first, count, labels());
    }

    private ImageLabels labels() {
        if (labels == null) {
            return ImageLabels.USUAL;
        }
        return labels.equals("null") ? ImageLabels.NULL : new ImageLabels.InTurn(labels);
    }
}
