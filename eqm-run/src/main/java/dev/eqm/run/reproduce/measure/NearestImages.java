package dev.eqm.run.reproduce.measure;

import dev.eqm.core.data.ImageSource;
import dev.eqm.run.UsageException;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.run.scoring.RunImages;
import dev.eqm.sample.evaluation.memorisation.LabelledVectors;
import dev.eqm.sample.evaluation.memorisation.Memorisation;
import dev.eqm.sample.evaluation.neighbours.VectorSet;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.output.DivergedException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Euclidean distance to the nearest learned image, the median over samples, beside that of as
 * many held-out images. {@link #NEARER} beside it is the share that lies nearer to a learned image
 * than 1 % of the held-out images do: 0.01 of samples that are no copies.
 */
public record NearestImages() implements Measure {
    /** The share of suspiciously near ones. */
    public static final String NEARER = "share of copies";

    private static final double PERCENT = 0.01;

    @Override
    public String title() {
        return "distance to the nearest training image";
    }

    @Override
    public String places() {
        return "images";
    }

    @Override
    public Readings of(Trial trial) {
        RunImages images = trial.images();
        if (!images.hasHeldOut()) {
            throw new UsageException(
                    "distances to training images are compared with those of held-out images, but none are held out: "
                            + images.learned().describe());
        }
        ImageSource heldOut = RunImages.like(images.heldOut(), trial.labels(), trial.noise());
        try (OpenRun open = trial.open()) {
            Generation generation = open.generation(trial.samples(open));
            LabelledVectors samples = new LabelledVectors(open.states(generation), trial.labels());
            Memorisation found =
                    Memorisation.of(
                            samples,
                            LabelledVectors.of(heldOut),
                            VectorSet.of(images.learned()),
                            open.model().device(),
                            done -> {});
            double[] own = found.samples().sorted();
            double[] others = found.heldOut().sorted();
            Map<String, Reading> all = new LinkedHashMap<>();
            all.put("samples", middle(own).withShare(NEARER, found.nearer(PERCENT), own.length));
            all.put("held-out images", middle(others).withShare(NEARER, PERCENT, others.length));
            return new Readings(all);
        } catch (DivergedException e) {
            return Readings.of(Reading.diverged());
        }
    }

    /**
     * The median of ascending numbers. Its standard error is a fourth of the distance between the
     * order statistics √n above and below the middle.
     */
    static Reading middle(double[] sorted) {
        int n = sorted.length;
        double value = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        double reach = Math.sqrt(n);
        int low = (int) Math.max(0, Math.floor((n - 1) / 2.0 - reach));
        int high = (int) Math.min(n - 1, Math.ceil((n - 1) / 2.0 + reach));
        double error = (sorted[high] - sorted[low]) / 4;
        return Reading.of(value).withVariance("", error * error);
    }
}
