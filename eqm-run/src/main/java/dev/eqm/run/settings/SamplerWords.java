package dev.eqm.run.settings;

import dev.eqm.core.check.Words;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Integrator;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.sampler.ConstantStep;
import dev.eqm.sample.sampler.UpdateRule;
import dev.eqm.sample.sampler.UpdateRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How samples are made, for people: only the settings that are used, by the names that
 * configurations and options have for them, such as {@code nag (eta 0.01, mu 0.3), 60 steps, cfg
 * 1.5}.
 */
public final class SamplerWords {
    private SamplerWords() {}

    /** Of samples of a network. */
    public static String of(Sampling s, ModelArchitecture network) {
        boolean integrates = s.integrates(network);
        List<String> parts = new ArrayList<>();
        parts.add(integrates ? of(s.integrator()) : of(s.rule()));
        if (!integrates || !s.integrator().choosesSteps()) {
            parts.add(s.steps() + (s.steps() == 1 ? " step" : " steps"));
        }
        if (!integrates && s.gMin() > 0) {
            parts.add("at most, until the gradient norm is below gMin " + s.gMin());
        }
        if (!integrates && !(s.schedule() instanceof ConstantStep)) {
            parts.add("step size " + Words.of(s.schedule()));
        }
        parts.add("cfg " + s.cfg());
        if (s.cfg() != 1 && s.guidedChannels() > 0) {
            parts.add("guidedChannels " + s.guidedChannels());
        }
        parts.add("batchSize " + s.batchSize());
        return String.join(", ", parts);
    }

    /** An update rule with its values. */
    public static String of(UpdateRule rule) {
        return named(UpdateRules.examples(), rule);
    }

    /** An integrator with its values. */
    public static String of(Integrator integrator) {
        return named(Integrators.examples(), integrator);
    }

    /** The name of the catalogue instead of that of the record, which may be another. */
    private static String named(Map<String, ?> catalogue, Object kind) {
        String words = Words.of(kind);
        int values = words.indexOf(" (");
        return catalogue.entrySet().stream()
                .filter(e -> e.getValue().getClass() == kind.getClass())
                .findFirst()
                .map(e -> e.getKey() + (values < 0 ? "" : words.substring(values)))
                .orElse(words);
    }
}
