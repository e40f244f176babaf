package dev.eqm.run.scoring;

import ai.djl.Device;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import dev.eqm.run.RunListener;
import dev.eqm.run.settings.ImageData;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.statistics.Reference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pictures that a run learns, and others of the same kind.
 *
 * @param learned all of them
 * @param others where pictures are that training does not see: none or one place, opened on demand
 */
public record RunImages(ImageSource learned, List<ImageData> others) {
    private static final long CHOICE = 0x68656C64; // a stream of its own

    /** Of a configuration's data. */
    public static RunImages of(ImageData data) {
        ImageData other = data.heldOut();
        return new RunImages(data.open(), other.equals(data) ? List.of() : List.of(other));
    }

    /** Whether there are pictures that training does not see. */
    public boolean hasHeldOut() {
        return !others.isEmpty();
    }

    /**
     * Pictures that training does not see.
     *
     * @throws dev.eqm.core.data.DataException if their files are missing
     */
    public ImageSource heldOut() {
        return others.get(0).open();
    }

    /** Statistics of all learned pictures, with all their features if wanted. */
    public Reference reference(
            Features net, boolean keep, int batch, Device where, RunListener listener) {
        return new PictureStatistics(PictureSet.of(learned), "the run's data", learned.size(), keep)
                .of(net, batch, where, listener);
    }

    /**
     * Some of a set: for every label a picture of it, drawn without replacement; for a label that
     * the set has no more of, or does not know, none.
     *
     * @param labels of samples that these pictures stand beside
     */
    public static ImageSubset like(ImageSource source, long[] labels, long seed) {
        Map<Long, Deque<Integer>> byLabel = new HashMap<>();
        for (int i : ImageOrder.of(source, seed ^ CHOICE)) {
            byLabel.computeIfAbsent((long) source.label(i), k -> new ArrayDeque<>()).add(i);
        }
        List<Integer> chosen = new ArrayList<>();
        for (long label : labels) {
            Deque<Integer> left = byLabel.getOrDefault(label, new ArrayDeque<>());
            if (!left.isEmpty()) {
                chosen.add(left.remove());
            }
        }
        return new ImageSubset(source, chosen.stream().mapToInt(i -> i).toArray());
    }
}
