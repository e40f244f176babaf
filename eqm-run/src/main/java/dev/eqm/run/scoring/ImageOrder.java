package dev.eqm.run.scoring;

import dev.eqm.core.data.ImageSource;
import dev.eqm.core.random.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Which images of a set are taken first. */
final class ImageOrder {
    private static final long CHOICE = 0x636863; // a stream of its own

    private ImageOrder() {}

    /** All indices in an order of the seed. */
    static int[] of(ImageSource source, long seed) {
        int[] order = new int[source.size()];
        Arrays.setAll(order, i -> i);
        SplittableRandom random = Seeds.generator(seed, CHOICE);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
