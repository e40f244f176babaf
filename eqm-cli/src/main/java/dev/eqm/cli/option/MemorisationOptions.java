package dev.eqm.cli.option;

import ai.djl.Device;
import dev.eqm.cli.command.score.EvaluationReport;
import dev.eqm.cli.command.score.RunImages;
import dev.eqm.cli.console.Console;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import dev.eqm.run.UsageException;
import dev.eqm.sample.evaluation.memorisation.KeptPictures;
import dev.eqm.sample.evaluation.memorisation.LabelledVectors;
import dev.eqm.sample.evaluation.memorisation.Memorisation;
import dev.eqm.sample.evaluation.neighbours.VectorSet;
import dev.eqm.sample.evaluation.neighbours.WithMirrored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** Whether samples are looked at for copies of what training saw. */
public final class MemorisationOptions {
    /** Images of either side; more would say little more. */
    private static final int MOST = 2000;

    /** So many held-out images at least: 1 % of them are ten. */
    private static final int LEAST_HELD_OUT = 1000;

    /** Numbers of an image times images that are kept in memory. */
    private static final int MOST_NUMBERS = 1 << 27;

    @Option(
            names = "--memorisation",
            negatable = true,
            description =
                    "Compares distances of samples to the nearest image that the run learned with those of"
                            + " held-out images, and how far images of a class lie apart; pixels, the"
                            + " first 2000 samples. Default: together with all scores, where the run's"
                            + " data have held-out images.")
    private Boolean wanted;

    /**
     * Whether it is done; if not because it cannot be, that is said.
     *
     * @param own the run's images, or nothing
     * @param all whether no scores were named
     * @throws UsageException if it was asked for and cannot be done
     */
    public boolean isOn(Console console, List<RunImages> own, ImageShape shape, boolean all) {
        if (Boolean.FALSE.equals(wanted) || (wanted == null && !all)) {
            return false;
        }
        String obstacle = obstacle(own, shape);
        if (obstacle.isEmpty()) {
            return true;
        }
        if (wanted != null) {
            throw new UsageException("--memorisation: " + obstacle);
        }
        console.line("no memorisation check: %s", obstacle);
        return false;
    }

    private static String obstacle(List<RunImages> own, ImageShape shape) {
        if (own.isEmpty()) {
            return "the pictures belong to no run whose data could be searched; name it with --run DIR";
        }
        if (!own.get(0).hasHeldOut()) {
            return "the run's data have no held-out images to compare with: "
                    + own.get(0).learned().describe();
        }
        return own.get(0).learned().shape().equals(shape)
                ? ""
                : "the run learned images of %s, these are %s"
                        .formatted(own.get(0).learned().shape(), shape);
    }

    /** Whether it was asked for by name. */
    public boolean asked() {
        return Boolean.TRUE.equals(wanted);
    }

    /** Keeps as many pictures as are looked at. */
    public static KeptPictures keeper(ImageShape shape) {
        return new KeptPictures(Math.max(1, Math.min(MOST, MOST_NUMBERS / shape.elementCount())));
    }

    /**
     * Compares.
     *
     * @param flipped whether training saw mirrored images too
     */
    public static EvaluationReport.Section compare(
            Console console,
            RunImages own,
            boolean flipped,
            LabelledVectors samples,
            long seed,
            Device where) {
        ImageSource unseen = own.heldOut();
        long[] labels = new long[Math.max(LEAST_HELD_OUT, samples.labels().length)];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = samples.labels()[i % samples.labels().length];
        }
        ImageSubset heldOut = RunImages.like(unseen, labels, seed);
        VectorSet learned = flipped ? new WithMirrored(own.learned()) : VectorSet.of(own.learned());
        Memorisation found =
                Memorisation.of(
                        samples,
                        LabelledVectors.of(heldOut),
                        learned,
                        where,
                        done ->
                                console.status(
                                        Console.bar(done / (double) learned.size())
                                                + " searched "
                                                + done));
        List<String> names = own.learned().classNames();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("learnedImages", own.learned().describe());
        json.put("mirroredToo", flipped);
        json.put("heldOutImages", heldOut.describe());
        json.putAll(found.toJson(names));
        return new EvaluationReport.Section("memorisation", json, lines(found, names));
    }

    private static List<String> lines(Memorisation m, List<String> names) {
        List<String> lines = new ArrayList<>();
        lines.add(
                line(
                        "memorisation: %.1f %% of %d samples lie nearer to a learned image than 1 %% of %d"
                                + " held-out images do, %.1f %% nearer than 5 %%",
                        100 * m.nearer(0.01),
                        m.samples().sorted().length,
                        m.heldOut().sorted().length,
                        100 * m.nearer(0.05)));
        lines.add(
                line(
                        "  distance to the nearest learned image: median %.3f, of held-out images %.3f; the"
                                + " nearest %.3f (sample %d, image %d)",
                        m.samples().quantile(0.5),
                        m.heldOut().quantile(0.5),
                        m.closest().get(0).distance(),
                        m.closest().get(0).sample(),
                        m.closest().get(0).learned()));
        lines.add(
                line(
                        "diversity: two samples of a class are %.3f apart on average, two held-out images"
                                + " %.3f",
                        m.samplesApart(), m.heldOutApart()));
        m.classes()
                .forEach(
                        (label, c) ->
                                lines.add(
                                        line(
                                                "  %-12s nearest %.3f (held-out %.3f), %.1f %% below its"
                                                        + " 5 %%, apart %.3f (held-out %.3f)",
                                                Memorisation.name(names, label),
                                                c.samples().quantile(0.5),
                                                c.heldOut().quantile(0.5),
                                                100 * c.samples().share(c.heldOut().quantile(0.05)),
                                                c.samplesApart(),
                                                c.heldOutApart())));
        return lines;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
