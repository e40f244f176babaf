package dev.eqm.cli.option;

import dev.eqm.core.check.Check;
import dev.eqm.sample.integrator.DiffusionForm;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.integrator.LastStep;
import dev.eqm.sample.sampler.StepSchedules;
import dev.eqm.sample.sampler.UpdateRules;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What help texts say there is, read from the catalogues: {@code ${bundle:catalogue.rules}} in the
 * description of an option is {@code gd, nag, ...}.
 *
 * <p>Help cannot be out of date: what an extension adds to a catalogue is listed without a change
 * here.
 */
public final class CatalogueNames extends ListResourceBundle {
    @Override
    protected Object[][] getContents() {
        return new Object[][] {
            {"catalogue.rules", String.join(", ", UpdateRules.examples().keySet())},
            {"catalogue.integrators", String.join(", ", Integrators.examples().keySet())},
            {"catalogue.schedules", Check.either(StepSchedules.examples().keySet())},
            {"catalogue.diffusions", String.join(", ", names(DiffusionForm.values()))},
            {"catalogue.last-steps", String.join(", ", names(LastStep.values()))},
        };
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values)
                .map(v -> v.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }
}
