package dev.eqm.run.overview;

import dev.eqm.core.check.Setting;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.RunHistory;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether a model has learned next to nothing: it explains no more of its target than the mean and
 * the spread of every single pixel do, so that its samples are noise.
 *
 * @param explained variance of the model
 * @param pixels the explained variance that single pixels give; not a number if it is not known
 */
public record LittleLearned(double explained, double pixels) {
    /**
     * Of the last logged step of a run.
     *
     * @return a sentence for people; nothing if the model has learned, or if an older version of
     *     eqm, which did not keep what single pixels give, trained it
     */
    public static Optional<String> warning(RunFolder run) {
        OptionalDouble pixels = RunHistory.of(run).singlePixels();
        return pixels.isEmpty()
                ? Optional.empty()
                : Optional.of(
                                new LittleLearned(
                                        Metrics.read(run.metrics()).explained(),
                                        pixels.getAsDouble()))
                        .filter(LittleLearned::holds)
                        .map(LittleLearned::warning);
    }

    /** Whether it is so. */
    public boolean holds() {
        return explained < pixels;
    }

    /** What to say then. */
    public String warning() {
        return String.format(
                Locale.ROOT,
                "the model has learned almost nothing: its explained variance is %.2f, while just the mean and "
                        + "spread of each pixel would give %.2f, so samples are noise; train longer (more train.steps), with "
                        + "another optimizer.learningRate, or with the recipe that "
                        + Setting.command("init")
                        + " writes for these data",
                explained,
                pixels);
    }
}
