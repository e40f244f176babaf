package dev.eqm.cli.option;

import dev.eqm.run.scoring.OodSets;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Which images are in distribution, which are out of it, and how many of each.
 *
 * <p>{@code eqm ood} alone has them. Whether the files are there and large enough is found when the
 * sets are opened, once the model's shape is known.
 */
@Group(OptionGroup.IMAGES)
public final class OodSetOptions {
    @Option(
            names = "--in",
            paramLabel = "SOURCE",
            defaultValue = OodSets.HELD_OUT,
            description =
                    "Images in distribution: held-out (the part of the run's data that training "
                            + "did not see, if there is one), run (the training images), or a folder of "
                            + "images, an .npz file or an IDX file; default ${DEFAULT-VALUE}.")
    private String in;

    @Option(
            names = "--out-of",
            paramLabel = "SOURCE",
            split = ",",
            defaultValue = "constant,noise,inverted,flipped,shuffled",
            description =
                    "Images out of distribution, one or more of: constant, noise, inverted, flipped (upside down), "
                            + "mirrored, shuffled (pixels), or files and folders as for --in; default ${DEFAULT-VALUE}.")
    private List<String> outOf;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Images per set, chosen at random by --seed; default ${DEFAULT-VALUE}.")
    private int count;

    /** What was asked for. */
    public OodSets sets() {
        Usage.requireAtLeastOne("--count", count);
        return new OodSets(in, outOf, count);
    }
}
