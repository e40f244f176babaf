package dev.eqm.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.Main;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.sampler.StepSchedules;
import dev.eqm.sample.sampler.UpdateRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help names what the catalogues hold, without a line of its own. */
class CatalogueNamesTest {
    private static String help(String command) {
        String text = Main.commandLine().getSubcommands().get(command).getUsageMessage();
        return text.replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "compose", "evaluate"})
    void everyRuleIntegratorAndScheduleIsNamed(String command) {
        assertThat(help(command))
                .doesNotContain("catalogue.")
                .contains(UpdateRules.examples().keySet())
                .contains(Integrators.examples().keySet())
                .contains(StepSchedules.examples().keySet());
    }

    @Test
    void theTextReadsAsOneSentence() {
        assertThat(help("sample"))
                .contains(
                        "steps: constant, linear, cosine or warm-up. Its values",
                        "For SDE samplers, the last step: none, mean, tweedie, euler.",
                        "sbdm, sigma, linear, decreasing, increasing-decreasing.");
    }
}
