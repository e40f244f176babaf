package dev.eqm.models.weights;

import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.ModelArchitecture;
import java.util.List;

/**
 * A family of networks that model files may hold, under the kind that its {@link Hyperparameters}
 * carry. One line of {@link Architectures}, or of an {@code Extension} in another jar.
 *
 * <p>Families are found by the kind alone, so a kind that was in a file once must keep its meaning.
 */
public interface ArchitectureFamily {
    /**
     * The architecture of these numbers.
     *
     * @throws IllegalArgumentException for numbers that are missing or break a rule
     */
    ModelArchitecture read(Hyperparameters numbers);

    /**
     * Small ones, with and without what the family has options for; the contract tests run them.
     */
    List<ModelArchitecture> examples();
}
