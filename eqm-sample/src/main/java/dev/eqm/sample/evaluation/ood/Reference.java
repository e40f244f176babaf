package dev.eqm.sample.evaluation.ood;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;

/**
 * A state that energies are measured from.
 *
 * @param name for reports
 * @param state [C, H, W], flattened, in the model's units
 */
public record Reference(String name, float[] state) {
    private static final long NOISE = 0x6F6F64; // a stream of its own

    /** All zeros: grey pictures, the mean of noise. */
    public static Reference zero(Shape sample) {
        return new Reference("zero", new float[Math.toIntExact(sample.size())]);
    }

    /** The mean of a set's images. */
    public static Reference mean(ImageSource images) {
        int size = images.shape().elementCount();
        double[] sums = new double[size];
        float[] image = new float[size];
        for (int i = 0; i < images.size(); i++) {
            images.read(i, image, 0);
            for (int j = 0; j < size; j++) {
                sums[j] += image[j];
            }
        }
        for (int j = 0; j < size; j++) {
            image[j] = (float) (sums[j] / images.size());
        }
        return new Reference("mean", image);
    }

    /** One draw of standard normal noise. */
    public static Reference noise(Shape sample, long seed) {
        try (Arena arena = Arena.cpu("reference")) {
            long[] seeds = {Seeds.derive(seed, NOISE)};
            return new Reference("noise", Noise.normal(arena, seeds, sample).toFloatArray());
        }
    }

    /** As one row beside states of a shape, [1, C, H, W]. */
    NDArray on(Arena arena, Shape states) {
        long[] row = states.getShape().clone(); // a Shape hands out its own array
        row[0] = 1;
        require(
                new Shape(row).size() == state.length,
                "states of " + states + " need a reference of the same size, got %s",
                state.length);
        return arena.of(state, row);
    }

    @Override
    public String toString() {
        return name;
    }
}
