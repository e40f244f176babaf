package dev.eqm.cli.option;

import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.sampler.StepSchedules;
import dev.eqm.sample.sampler.UpdateRules;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;

/**
 * Names of catalogues for help texts: {@code ${bundle:rules}} in the description of an option
 * becomes the names that there are, so that no text lists them by hand.
 */
public final class CatalogueNames extends ResourceBundle {
    private static final Map<String, String> TEXTS =
            Map.of(
                    "rules", String.join(", ", UpdateRules.examples().keySet()),
                    "integrators", String.join(", ", Integrators.examples().keySet()),
                    "schedule", either(StepSchedules.examples().keySet()));

    /** {@code a, b or c}. */
    private static String either(Collection<String> names) {
        List<String> all = List.copyOf(names);
        int last = all.size() - 1;
        return String.join(", ", all.subList(0, last)) + " or " + all.get(last);
    }

    @Override
    protected Object handleGetObject(String key) {
        return TEXTS.get(key);
    }

    @Override
    public Enumeration<String> getKeys() {
        return Collections.enumeration(TEXTS.keySet());
    }
}
