package dev.eqm.models.function;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.ArchitectureFamily;
import java.util.List;
import java.util.function.Function;

/**
 * Networks of one id as a line of the catalogue, for the {@code Extension} of a jar: with it,
 * commands read their files by name alone.
 *
 * <pre>{@code
 * registry.add(ArchitectureFamily.class, "affine", new Family(example, n -> affine(n.integer("width"))));
 * }</pre>
 *
 * @param example a small one
 * @param reader from what {@link FunctionArchitecture#hyperparameters} gave: channels, height,
 *     width, classes, labelDropout, timeConditional
 */
public record Family(
        FunctionArchitecture example, Function<Hyperparameters, FunctionArchitecture> reader)
        implements ArchitectureFamily {
    public Family {
        requireGiven("example", example, "reader", reader);
    }

    /** A single network. */
    public static Family of(FunctionArchitecture only) {
        return new Family(only, numbers -> only);
    }

    @Override
    public ModelArchitecture read(Hyperparameters numbers) {
        FunctionArchitecture made = reader.apply(numbers);
        require(
                made.isStoredAs(numbers),
                "the code for '%s' builds %s, but the file contains %s",
                numbers.kind(),
                made.hyperparameters().values(),
                numbers.values());
        return made;
    }

    @Override
    public List<ModelArchitecture> examples() {
        return List.of(example);
    }
}
