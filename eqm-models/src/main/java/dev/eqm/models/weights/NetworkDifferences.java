package dev.eqm.models.weights;

import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.ModelArchitecture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether weights of one network mean the same in another: its kind and all its numbers must agree,
 * but for the label dropout, which only training knows. An explicit energy does not matter: it is
 * another reading of the same answer.
 */
public final class NetworkDifferences {
    private NetworkDifferences() {}

    /** Each number that differs, as {@code width 16, this run 32}; empty if weights fit. */
    public static List<String> of(ModelArchitecture stored, ModelArchitecture wanted) {
        Map<String, Object> there = numbers(stored);
        List<String> differences = new ArrayList<>();
        numbers(wanted)
                .forEach(
                        (name, value) -> {
                            Object other = there.get(name);
                            if (!value.equals(other)) {
                                differences.add(name + " " + other + ", this run " + value);
                            }
                        });
        return differences;
    }

    /** Numbers as doubles: 4 from a configuration and 4.0 from a file are the same. */
    private static Map<String, Object> numbers(ModelArchitecture architecture) {
        Hyperparameters h = EnergyArchitecture.networkOf(architecture).hyperparameters();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kind", h.kind());
        h.values()
                .forEach(
                        (name, v) ->
                                all.put(
                                        name,
                                        v instanceof Number n ? (Object) n.doubleValue() : v));
        all.remove("labelDropout");
        return all;
    }
}
