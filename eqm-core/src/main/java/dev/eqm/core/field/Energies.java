package dev.eqm.core.field;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.extension.Extensions;
import java.util.LinkedHashMap;
import java.util.Map;

/** The catalogue of explicit energies. */
public final class Energies {
    private Energies() {}

    /** Name in configurations and model files -> the energy. */
    public static Map<String, Energy> examples() {
        Map<String, Energy> all = new LinkedHashMap<>();
        all.put("dot", new DotProduct());
        all.put("squared-norm", new SquaredNorm());
        all.put("squared-norm-published", new PublishedSquaredNorm());
        return Extensions.joined(Energy.class, all);
    }

    /**
     * The energy of that name.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static Energy named(String name) {
        requireGiven("name", name);
        Energy energy = examples().get(name);
        if (energy == null) {
            throw new BrokenRuleException(
                    "no energy " + name + "; available: " + String.join(", ", examples().keySet()));
        }
        return energy;
    }

    /**
     * The name of an energy: in the catalogue, or that of {@link Energy#named}.
     *
     * @throws IllegalArgumentException if it has none: nothing could remember it
     */
    public static String name(Energy energy) {
        requireGiven("energy", energy);
        if (energy instanceof NamedEnergy named) {
            return named.name();
        }
        return examples().entrySet().stream()
                .filter(e -> e.getValue().equals(energy))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(
                        () ->
                                new BrokenRuleException(
                                        energy
                                                + " has no name that a file could store; use Energy.named(\"mine\", energy)"));
    }
}
