package dev.eqm.run.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.models.sit.SiTConfig;
import dev.eqm.run.UsageException;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.sampler.UpdateRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option beside every sampler: taken where it means something, else refused by name. */
class SamplingEffectsTest {
    private static final SiTConfig NETWORK =
            new SiTConfig(8, 4, 1, 16, 1, 2, 2, 10, 0.1, false, false);
    private static final Set<String> RULES =
            Set.of(
                    "gd",
                    "nag",
                    "nesterov",
                    "heavy-ball",
                    "heun-descent",
                    "adam",
                    "rms",
                    "bb",
                    "armijo",
                    "langevin");
    private static final Set<String> SDE = Set.of("sde-euler", "sde-heun");

    /**
     * An option with its value, and the samplers that look at it; {@code #} is rule or integrator.
     */
    private static final Map<GivenSetting, Set<String>> OPTIONS =
            Map.ofEntries(
                    entry("--mu", "rule.mu", "0.5", Set.of("nag", "nesterov", "heavy-ball")),
                    entry("--eta", "#.eta", "0.01", with(RULES, "euler")),
                    entry("--rtol", "integrator.rtol", "0.1", Set.of("dopri5")),
                    entry("--atol", "integrator.atol", "0.1", Set.of("dopri5")),
                    entry("--diffusion", "integrator.diffusion", "sbdm", SDE),
                    entry("--diffusion-norm", "integrator.norm", "0.5", SDE),
                    entry("--last-step", "integrator.lastStep", "euler", SDE),
                    entry("--last-step-size", "integrator.lastStepSize", "0.1", SDE),
                    entry("--g-min", "gMin", "1.5", RULES),
                    entry("--schedule", "schedule.kind", "linear", RULES),
                    entry(
                            "--steps",
                            "steps",
                            "7",
                            with(with(RULES, "euler", "midpoint"), "heun", SDE)),
                    entry("--set rule.beta1", "rule.beta1", "0.5", Set.of("adam")),
                    entry("--set rule.temperature", "rule.temperature", "1", Set.of("langevin")));

    private static Map.Entry<GivenSetting, Set<String>> entry(
            String option, String key, String value, Set<String> samplers) {
        return Map.entry(new GivenSetting(option, key, value), samplers);
    }

    private static Set<String> with(Set<String> some, Object... more) {
        Set<String> all = new TreeSet<>(some);
        for (Object one : more) {
            if (one instanceof String name) {
                all.add(name);
            } else {
                all.addAll(SDE);
            }
        }
        return all;
    }

    static Stream<String> samplers() {
        return Stream.concat(
                UpdateRules.examples().keySet().stream(), Integrators.examples().keySet().stream());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void anOptionIsTakenWhereItMeansSomething(String sampler) {
        boolean rule = RULES.contains(sampler);
        OPTIONS.forEach(
                (option, used) -> {
                    String key = option.key().replace("#", rule ? "rule" : "integrator");
                    List<GivenSetting> given = chosen(sampler, rule);
                    given.add(new GivenSetting(option.option(), key, option.value()));
                    if (used.contains(sampler)) {
                        Sampling plain = over(chosen(sampler, rule));
                        assertThat(over(given)).as(option.option()).isNotEqualTo(plain);
                    } else {
                        assertThatThrownBy(() -> over(given))
                                .as(option.option())
                                .isInstanceOf(UsageException.class)
                                .hasMessageContaining(
                                        option.option() + " has no effect with " + sampler)
                                .hasMessageContaining(used.stream().sorted().findFirst().get());
                    }
                });
    }

    private static List<GivenSetting> chosen(String sampler, boolean rule) {
        List<GivenSetting> given = new ArrayList<>();
        String kind = rule ? "rule.kind" : "integrator.kind";
        given.add(new GivenSetting("--sampler", kind, sampler));
        given.add(new GivenSetting("--sampler", "method", rule ? "descend" : "integrate"));
        return given;
    }

    private static Sampling over(List<GivenSetting> given) {
        return SamplingKeys.over(Sampling.DEFAULT, NETWORK, given);
    }

    @Test
    void whatIsGivenLaterDecidesAsWell() {
        List<GivenSetting> given =
                GivenSetting.all("--set", List.of("guidedChannels=1", "sampling.cfg=2"));
        assertThat(over(given).guidedChannels()).isEqualTo(1);
        refused("--set guidedChannels=1 has no effect with guidance scale 1", "guidedChannels=1");
        refused("--set schedule.end=0.5 has no effect with the step-size", "schedule.end=0.5");
        refused("it is for sampler=euler", "integrator.kind=euler");
        refused("it is for euler", "sampling.integrator.eta=0.1");
        assertThat(over(GivenSetting.all("--set", List.of("gMin=0.0", "method=integrate"))).gMin())
                .isZero();
    }

    private static void refused(String words, String... settings) {
        assertThatThrownBy(() -> over(GivenSetting.all("--set", List.of(settings))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(words);
    }
}
