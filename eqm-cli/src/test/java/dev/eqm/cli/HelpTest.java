package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.check.Check;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.sampler.StepSchedules;
import dev.eqm.sample.sampler.UpdateRules;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Help texts are format strings: a single percent sign makes picocli warn on the console. */
class HelpTest {
    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpIsPrintedWithoutWarnings(String name) {
        ByteArrayOutputStream warnings = new ByteArrayOutputStream();
        PrintStream err = System.err;
        String help;
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        try {
            help = Main.commandLine().getSubcommands().get(name).getUsageMessage();
        } finally {
            System.setErr(err);
        }
        assertThat(help).startsWith("Usage: eqm " + name);
        assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    /** Names of rules, integrators and schedules are those of the catalogues, extensions' too. */
    @Test
    void helpNamesWhatThereIs() {
        String help =
                Main.commandLine()
                        .getSubcommands()
                        .get("sample")
                        .getUsageMessage()
                        .replaceAll("\\s+", " ");
        assertThat(help)
                .contains("An update rule (" + String.join(", ", UpdateRules.examples().keySet()))
                .contains("[0, 1] (" + String.join(", ", Integrators.examples().keySet()) + ")")
                .contains("steps: " + Check.either(StepSchedules.examples().keySet()) + ";")
                .doesNotContain("bundle");
    }
}
