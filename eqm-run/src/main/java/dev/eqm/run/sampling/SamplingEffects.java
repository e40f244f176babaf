package dev.eqm.run.sampling;

import dev.eqm.core.check.Check;
import dev.eqm.core.check.Setting;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.Records;
import dev.eqm.run.settings.RunKinds;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Integrator;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.sampler.StepSchedule;
import dev.eqm.sample.sampler.StepSchedules;
import dev.eqm.sample.sampler.UpdateRule;
import dev.eqm.sample.sampler.UpdateRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Refuses settings that somebody gave and that nothing would look at: momentum for a rule without
 * it, a number of steps for an integrator that chooses its own, a tolerance for one in equal steps.
 * Told are the option, why it has no effect, and the samplers that it is for.
 *
 * <p>It looks only at what was given now. A configuration holds values for samplers that it does
 * not choose, and that is right.
 *
 * @param sampling what was chosen: kinds, method and guidance are final, other values need not be
 * @param integrates whether samples follow a velocity
 */
record SamplingEffects(Sampling sampling, boolean integrates) {
    private static final String INTEGRATES = "an integrator, which follows time from 0 to 1";
    private static final String RULE = "rule.";
    private static final String INTEGRATOR = "integrator.";
    private static final String SCHEDULE = "schedule.";

    static SamplingEffects of(Sampling sampling, ModelArchitecture network) {
        return new SamplingEffects(sampling, sampling.integrates(network));
    }

    /**
     * Whether a key decides which other keys have an effect.
     *
     * @param key without the root
     */
    static boolean decides(String key) {
        return List.of("method", "cfg", "rule", "integrator", "schedule").contains(key)
                || key.endsWith(".kind")
                || key.startsWith("sampling");
    }

    /**
     * Refuses a setting without effect.
     *
     * @throws UsageException saying why, and for which samplers it is
     */
    void require(GivenSetting given) {
        String key = given.plainKey();
        if (key.startsWith(RULE)) {
            requireUsed(given, key.substring(RULE.length()), !integrates, sampling.rule());
        } else if (key.startsWith(INTEGRATOR)) {
            String part = key.substring(INTEGRATOR.length());
            requireUsed(given, part, integrates, sampling.integrator());
        } else if (key.startsWith(SCHEDULE)) {
            require(given, !integrates, ", " + INTEGRATES, rules());
            requirePart(given, key.substring(SCHEDULE.length()));
        } else if (key.equals("gMin") && !isZero(given.value())) {
            require(given, !integrates, ", " + INTEGRATES + " and ends at t = 1", rules());
        } else if (key.equals("steps")) {
            boolean counted = !integrates || !sampling.integrator().choosesSteps();
            require(given, counted, ", which chooses its own steps", countingSamplers());
        } else if (key.equals("guidedChannels") && sampling.cfg() == 1) {
            throw new UsageException(
                    given.option()
                            + " has no effect with guidance scale 1, which means no "
                            + "guidance: give a "
                            + Setting.of("cfg")
                            + " other than 1, or remove it");
        }
    }

    /** A value of a rule or an integrator: its kind must be in use, and must have it. */
    private void requireUsed(GivenSetting given, String part, boolean used, Object kind) {
        String reason = used ? "" : ", " + (integrates ? INTEGRATES : "an update rule");
        if (part.equals("kind")) {
            require(given, used, reason, List.of(Setting.of("sampler", given.value()).toString()));
            return;
        }
        List<String> having = new ArrayList<>();
        if (given.isByKey() || !part.equals("eta")) {
            Map<String, ?> all =
                    kind instanceof UpdateRule ? UpdateRules.examples() : Integrators.examples();
            having.addAll(having(all, part));
        } else { // --eta is for both
            having.addAll(having(UpdateRules.examples(), part));
            having.addAll(having(Integrators.examples(), part));
        }
        if (having.isEmpty()) {
            return; // a key that nothing has: the reader names the nearest
        }
        require(given, used && has(kind, part), reason, having);
    }

    private void requirePart(GivenSetting given, String part) {
        List<String> having = having(StepSchedules.examples(), part);
        if (!part.equals("kind") && !having.isEmpty() && !has(sampling.schedule(), part)) {
            String kind = RunKinds.all().nameOf(StepSchedule.class, sampling.schedule().getClass());
            throw new UsageException(
                    "%s has no effect with the step-size schedule %s; it is for %s: remove it, or choose one of these"
                            .formatted(given.option(), kind, Check.either(having)));
        }
    }

    private void require(GivenSetting given, boolean holds, String reason, List<String> others) {
        if (!holds) {
            throw new UsageException(
                    "%s has no effect with %s%s; it is for %s: remove it, or choose one of these"
                            .formatted(given.option(), sampler(), reason, Check.either(others)));
        }
    }

    /** The name by which {@code --sampler} chooses what is in use. */
    String sampler() {
        return integrates
                ? RunKinds.all().nameOf(Integrator.class, sampling.integrator().getClass())
                : RunKinds.all().nameOf(UpdateRule.class, sampling.rule().getClass());
    }

    /** All samplers that make as many steps as they are told. */
    static List<String> countingSamplers() {
        List<String> all = new ArrayList<>(rules());
        Integrators.examples().entrySet().stream()
                .filter(e -> !e.getValue().choosesSteps())
                .map(Map.Entry::getKey)
                .forEach(all::add);
        return all;
    }

    private static List<String> rules() {
        return List.copyOf(UpdateRules.examples().keySet());
    }

    private static List<String> having(Map<String, ?> examples, String part) {
        return examples.entrySet().stream()
                .filter(e -> has(e.getValue(), part))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean has(Object kind, String part) {
        return kind instanceof Record r && Records.values(r).containsKey(part);
    }

    private static boolean isZero(String number) {
        return number.matches("[+-]?0*(\\.0*)?([eE].*)?");
    }
}
