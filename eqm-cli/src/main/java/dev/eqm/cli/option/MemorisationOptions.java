package dev.eqm.cli.option;

import dev.eqm.run.scoring.MemorisationWish;
import picocli.CommandLine.Option;

/**
 * Whether samples are looked at for copies of what training saw.
 *
 * <p>Three values of one flag: {@code --memorisation} insists and fails where the check cannot be
 * made, {@code --no-memorisation} leaves it out, and without either it is made if no {@code
 * --metrics} are named and the run's data allow it. Hence a {@code Boolean} that may be null.
 */
public final class MemorisationOptions {
    @Option(
            names = "--memorisation",
            negatable = true,
            description =
                    "Compares distances of samples to the nearest image that the run learned with those of"
                            + " held-out images, and how far images of a class lie apart; pixels, the"
                            + " first 2000 samples. Default: together with all scores, where the run's"
                            + " data have held-out images.")
    private Boolean wanted;

    /** What was asked for. */
    public MemorisationWish wish() {
        if (wanted == null) {
            return MemorisationWish.WITH_ALL_SCORES;
        }
        return wanted ? MemorisationWish.REQUIRED : MemorisationWish.OFF;
    }
}
