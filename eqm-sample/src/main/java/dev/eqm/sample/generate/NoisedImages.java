package dev.eqm.sample.generate;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.models.nn.FieldModel;
import java.util.Arrays;
import java.util.List;

/**
 * Samples start at images under noise, γ₀x + (1−γ₀)ε: Figure 10 of the paper. γ₀ = 1 is the image,
 * 0 the noise.
 *
 * @param pixels the image of every sample of the run, [count, C, H, W] in the network's units
 * @param sample the shape of one, [C, H, W]
 * @param gammas γ₀ for each image, or one for all
 */
public record NoisedImages(float[] pixels, Shape sample, List<Double> gammas)
        implements StartStates {
    public NoisedImages {
        requireGiven("pixels", pixels, "sample", sample, "gammas", gammas);
        gammas = List.copyOf(gammas);
        long count = pixels.length / sample.size();
        require(
                count >= 1 && count * sample.size() == pixels.length,
                "complete images of " + sample + " are needed, got %s numbers",
                pixels.length);
        require(
                gammas.size() == 1 || gammas.size() == count,
                "gamma must be a single number, or one for each of " + count + " images, got %s",
                gammas.size());
        for (double gamma : gammas) {
            require(gamma >= 0 && gamma <= 1, "gamma must lie in [0, 1], got %s", gamma);
        }
    }

    @Override
    public void requireFits(FieldModel model) {
        Shape own = model.sampleShape();
        require(own.equals(sample), "got images of %s for a model of %s", sample, own);
    }

    @Override
    public NDArray of(int first, NDArray noise) {
        int n = Math.toIntExact(noise.getShape().get(0));
        int size = Math.toIntExact(sample.size());
        int there = pixels.length / size;
        require(first + n <= there, "sample %s has no image: there are %s", first + n - 1, there);
        float[] some = Arrays.copyOfRange(pixels, first * size, (first + n) * size);
        float[] gamma = new float[n];
        for (int i = 0; i < n; i++) {
            gamma[i] = gammas.get(gammas.size() == 1 ? 0 : first + i).floatValue();
        }
        try (Arena arena = Arena.open(noise.getDevice(), "images");
                Scope scope = Scope.open()) {
            NDArray images = arena.of(some, noise.getShape().getShape());
            images.attach(noise.getManager()); // what is made of them belongs there
            return scope.keep(Corruption.of(images, noise, gamma).xGamma());
        }
    }
}
