package dev.eqm.run.scoring;

import ai.djl.Device;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.sample.evaluation.memorisation.KeptPictures;
import dev.eqm.sample.evaluation.memorisation.LabelledVectors;
import dev.eqm.sample.evaluation.memorisation.Memorisation;
import dev.eqm.sample.evaluation.neighbours.VectorSet;
import dev.eqm.sample.evaluation.neighbours.WithMirrored;
import java.util.Arrays;
import java.util.List;

/**
 * The comparison of samples with what a run learned.
 *
 * @param own the run's images
 * @param flipped whether training saw mirrored images too
 * @param seed of the choice of held-out images
 */
record MemorisationCheck(RunImages own, boolean flipped, long seed) {
    /** Images of either side; more would say little more. */
    private static final int MOST = 2000;

    /** So many held-out images at least: 1 % of them are ten. */
    private static final int LEAST_HELD_OUT = 1000;

    /** Numbers of an image times images that are kept in memory. */
    private static final int MOST_NUMBERS = 1 << 27;

    /**
     * Whether it is done; if not because it cannot be, the listener is told.
     *
     * @param own the run's images, or nothing
     * @throws UsageException if it was asked for and cannot be done
     */
    static boolean isOn(
            EvaluationSettings settings,
            List<RunImages> own,
            ImageShape shape,
            RunListener listener) {
        MemorisationWish wish = settings.memorisation();
        boolean required = wish == MemorisationWish.REQUIRED;
        if (wish == MemorisationWish.OFF || (!required && !settings.metrics().isEmpty())) {
            return false;
        }
        String obstacle = obstacle(own, shape);
        if (obstacle.isEmpty()) {
            return true;
        }
        if (required) {
            throw new UsageException(Setting.of("memorisation") + ": " + obstacle);
        }
        listener.found("no memorisation check: " + obstacle);
        return false;
    }

    private static String obstacle(List<RunImages> own, ImageShape shape) {
        if (own.isEmpty()) {
            return "the images do not belong to a run whose data could be searched; choose one with "
                    + Setting.of("run", "DIR");
        }
        ImageSource learned = own.get(0).learned();
        if (!own.get(0).hasHeldOut()) {
            return "the run's data have no held-out images to compare with: " + learned.describe();
        }
        return learned.shape().equals(shape)
                ? ""
                : "the run was trained on images of %s, but these are %s"
                        .formatted(learned.shape(), shape);
    }

    /** Keeps as many pictures as are looked at. */
    static KeptPictures keeper(ImageShape shape) {
        return new KeptPictures(Math.max(1, Math.min(MOST, MOST_NUMBERS / shape.elementCount())));
    }

    /** Compares. */
    MemorisationReport of(LabelledVectors samples, Device where, RunListener listener) {
        int n = samples.labels().length;
        long[] labels = new long[Math.max(LEAST_HELD_OUT, n)];
        Arrays.setAll(labels, i -> samples.labels()[i % n]);
        ImageSubset heldOut = RunImages.like(own.heldOut(), labels, seed);
        VectorSet learned = flipped ? new WithMirrored(own.learned()) : VectorSet.of(own.learned());
        double all = learned.size();
        listener.progressed(Double.NaN, "reading held-out images");
        LabelledVectors others = LabelledVectors.of(heldOut);
        Memorisation found =
                Memorisation.of(
                        samples,
                        others,
                        learned,
                        where,
                        done ->
                                listener.progressed(
                                        done / all, "nearest training images: searched " + done));
        List<String> classes = own.learned().classNames();
        return new MemorisationReport(
                found, own.learned().describe(), flipped, heldOut.describe(), classes);
    }
}
