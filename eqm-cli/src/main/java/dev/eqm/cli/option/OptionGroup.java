package dev.eqm.cli.option;

import java.util.Map;

/**
 * The headings of options in help texts, in the order in which they stand there. {@link Group} says
 * which one an option is under.
 */
public enum OptionGroup {
    /** Of one command alone. */
    OWN("Options"),
    CONFIGURATION("Configuration"),
    MODEL("Model"),
    IMAGES("Images"),
    SAMPLES("Which samples"),
    SAMPLER("How they are sampled"),
    GUIDANCE("Guidance"),
    STOCHASTIC("Integrators and SDE samplers"),
    SCORES("What is measured"),
    LANDSCAPE("The landscape of a trained model (WHAT may be a run, too)"),
    LATENTS("Latents"),
    SHARDS("In several processes"),
    OUTPUT("What is written"),
    MACHINE("Where it is computed"),
    HELP("Help");

    private final String heading;

    OptionGroup(String heading) {
        this.heading = heading;
    }

    /** Options that mean the same in every command, by name. */
    private static final Map<String, OptionGroup> USUAL =
            Map.ofEntries(
                    Map.entry("--config", CONFIGURATION),
                    Map.entry("--set", CONFIGURATION),
                    Map.entry("--run", MODEL),
                    Map.entry("--weights", MODEL),
                    Map.entry("--average", MODEL),
                    Map.entry("--images", IMAGES),
                    Map.entry("--labels", SAMPLES),
                    Map.entry("--seed", SAMPLES),
                    Map.entry("--out", OUTPUT),
                    Map.entry("--overwrite", OUTPUT),
                    Map.entry("--json", OUTPUT),
                    Map.entry("--csv", OUTPUT),
                    Map.entry("--device", MACHINE),
                    Map.entry("--precision", MACHINE),
                    Map.entry("--batch", MACHINE),
                    Map.entry("--threads", MACHINE));

    /** The heading of an option for which none was declared. */
    public static OptionGroup usual(String option) {
        return USUAL.getOrDefault(option, OWN);
    }

    /** Without a colon. */
    public String heading() {
        return heading;
    }
}
