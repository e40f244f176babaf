package dev.eqm.cli.option;

import dev.eqm.run.sampling.SamplingSetup;
import dev.eqm.sample.guidance.GuidanceInterval;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * Where guidance acts.
 *
 * <p>{@code eqm sample} alone has them. The group is exclusive: steps or norms. Steps count
 * updates, and an integrator follows time instead; that is refused here, by the settings that hold
 * once all options are laid over the run's.
 */
public final class SampleGuidance {
    private static final Pattern STEPS = Pattern.compile("(\\d{1,9})-(\\d{1,9})");
    private static final Pattern NORMS =
            Pattern.compile("(\\d+(?:\\.\\d+)?)-(\\d+(?:\\.\\d+)?|inf)");

    /** By steps or by norms, not both. */
    @Group(OptionGroup.GUIDANCE)
    public static final class Interval {
        @Option(
                names = "--guidance-interval",
                paramLabel = "A-B",
                description =
                        "Uses guidance only in steps A to B (inclusive, counted from 1); the other steps cost half.")
        private String steps;

        @Option(
                names = "--guidance-norms",
                paramLabel = "A-B",
                description =
                        "Uses guidance for a sample only while its conditional "
                                + "gradient norm lies in [A, B); B may be inf.")
        private String norms;
    }

    @ArgGroup private Interval interval;

    /** Where it acts on such samples. */
    public GuidanceInterval choice(SamplingSetup setup) {
        if (interval == null) {
            return new GuidanceInterval.Everywhere();
        }
        Usage.require(
                setup.sampling().cfg() != 1,
                "%s has no effect with guidance scale 1, which means no "
                        + "guidance: give a --cfg other than 1, or remove it",
                interval.steps == null ? "--guidance-norms" : "--guidance-interval");
        Usage.require(
                interval.steps == null || !setup.integrates(),
                "--guidance-interval counts the steps of update rules, but "
                        + "this sampler is an integrator: use --guidance-norms");
        return interval.steps != null ? steps(setup.sampling().steps()) : norms();
    }

    private GuidanceInterval steps(int made) {
        String rule = "--guidance-interval %s: must be two steps, such as 10-40";
        Matcher m = matched(STEPS, interval.steps, rule);
        int first = Integer.parseInt(m.group(1));
        Usage.require(
                first <= made,
                "--guidance-interval %s has no effect: sampling takes "
                        + "%s steps, and the interval begins at step %s",
                interval.steps,
                made,
                first);
        return new GuidanceInterval.Steps(first, Integer.parseInt(m.group(2)));
    }

    private GuidanceInterval norms() {
        String rule = "--guidance-norms %s: must be two norms, such as 20-60 or 20-inf";
        Matcher m = matched(NORMS, interval.norms, rule);
        String high = m.group(2).replace("inf", "Infinity"); // as Java writes it
        return new GuidanceInterval.Norms(Double.parseDouble(m.group(1)), Double.parseDouble(high));
    }

    /** Bounds as text: two numbers in one option cannot be read by picocli itself. */
    private static Matcher matched(Pattern form, String text, String rule) {
        Matcher m = form.matcher(text);
        Usage.require(m.matches(), rule, text);
        return m;
    }
}
