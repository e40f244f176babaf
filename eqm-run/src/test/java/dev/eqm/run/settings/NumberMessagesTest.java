package dev.eqm.run.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.schedule.GradientSchedules;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.config.ConfigWriter;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.sampler.StepSchedules;
import dev.eqm.sample.sampler.UpdateRules;
import dev.eqm.train.optim.RateSchedules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A number that is refused for being too large is not told that it must be positive. */
class NumberMessagesTest {
    private static final Pattern NUMBER =
            Pattern.compile("( *)([A-Za-z0-9]+): (-?[0-9.]+(e-?[0-9]+)?)");
    private static final Pattern SECTION = Pattern.compile("( *)([A-Za-z0-9]+):");

    /** Half of a rule, the half that holds: "must be positive, got 1000000.0". */
    private static final Pattern HALF =
            Pattern.compile(
                    "must (be positive|not be negative)( \\([^)]*\\))?, got (\\+?[0-9.E]*[1-9]|Infinity)");

    private final ConfigReader reader = new ConfigReader(RunKinds.all());

    /** One choice for each name of each catalogue, so that every number can be set. */
    static Stream<String> kinds() {
        return Stream.of(
                        named("sampling.rule.kind", UpdateRules.examples()),
                        named("sampling.schedule.kind", StepSchedules.examples()),
                        named("sampling.integrator.kind", Integrators.examples()),
                        named("rate.kind", RateSchedules.examples()),
                        named("loss.schedule.kind", GradientSchedules.examples()),
                        named("model.backbone.kind", Backbone.examples()))
                .flatMap(s -> s)
                .filter(kind -> !kind.equals("loss.schedule.kind=constant")) // not for this loss
                .map(kind -> kind.replace("kind=unet", "kind=unet model.labelDropout=0"));
    }

    private static Stream<String> named(String key, Map<String, ?> all) {
        return all.keySet().stream().map(name -> key + "=" + name);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRefusalNamesTheRuleThatIsBroken(String kind) {
        List<String> chosen = List.of(kind.split(" "));
        RunConfig config = reader.read(RunConfig.DEFAULT, chosen);
        List<String> keys = numbers(new ConfigWriter(RunKinds.all()).toYaml(config));
        assertThat(keys).contains("optimizer.learningRate", "sampling.gMin", "train.clipNorm");
        for (String key : keys) {
            for (String value : List.of("1e6", "1e39", "1e300", ".inf", "1000000", "999999999")) {
                List<String> settings = new ArrayList<>(chosen);
                settings.add(key + "=" + value);
                assertThat(refusal(settings)).as("%s=%s", key, value).doesNotContainPattern(HALF);
            }
        }
    }

    @Test
    void theOptimisersBoundIsTold() {
        assertThat(refusal(List.of("optimizer.learningRate=1e6")))
                .contains("optimizer.learningRate=1e6: must lie in (0, 1000000)");
        assertThat(refusal(List.of("optimizer.weightDecay=1e6")))
                .contains("optimizer.weightDecay=1e6: must lie in [0, 1000000)");
    }

    /** Empty where it is taken. */
    private String refusal(List<String> settings) {
        try {
            reader.read(RunConfig.DEFAULT, settings);
            return "";
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }

    /** The ways to all numbers of a YAML text, {@code optimizer.learningRate}. */
    private static List<String> numbers(String yaml) {
        List<String> keys = new ArrayList<>();
        List<String> above = new ArrayList<>();
        for (String line : yaml.lines().toList()) {
            Matcher section = SECTION.matcher(line);
            Matcher number = NUMBER.matcher(line);
            if (section.lookingAt()) {
                int depth = section.group(1).length() / 2;
                above.subList(depth, above.size()).clear();
                above.add(section.group(2));
            }
            if (number.matches()) {
                keys.add(String.join(".", above));
            }
        }
        return keys;
    }
}
