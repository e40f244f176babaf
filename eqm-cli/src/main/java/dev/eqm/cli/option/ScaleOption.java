package dev.eqm.cli.option;

import dev.eqm.sample.sheet.Enlargement;
import picocli.CommandLine.Option;

/** By how much pictures in a grid or a sheet are enlarged. */
@Group(OptionGroup.OUTPUT)
public final class ScaleOption {
    @Option(
            names = "--scale",
            paramLabel = "N",
            description =
                    "Shows each pixel of grids as a square of N x N pixels, at most 16; single images are "
                            + "not enlarged. Default: the largest N for an image up to 1000 pixels wide.")
    private Integer scale;

    /** Whether it was given. */
    boolean isGiven() {
        return scale != null;
    }

    /**
     * What was asked for.
     *
     * @throws dev.eqm.run.UsageException if it is out of range
     */
    Enlargement choice() {
        Usage.require(
                scale == null || (scale >= 1 && scale <= Enlargement.MOST),
                "--scale must lie in [1, %s], got %s",
                Enlargement.MOST,
                scale);
        return scale == null ? Enlargement.AUTOMATIC : new Enlargement(scale);
    }
}
