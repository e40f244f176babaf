package dev.eqm.run.sampling;

import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.sampler.UpdateRules;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the file of a picture says of it, by keyword: the command that makes such pictures, the run
 * and its step, the seed, labels and the sampler. Readers of PNG files show it ({@code identify
 * -verbose}, {@code exiftool}, Pillow's {@code Image.text}).
 */
public final class PictureTexts {
    private PictureTexts() {}

    /**
     * Of samples of a model on disk.
     *
     * @param command such as {@code sample}
     */
    public static Map<String, String> of(String command, SamplingSetup setup) {
        FoundModel model = setup.model();
        Map<String, String> all =
                of(command, model.config().name(), setup.sampling(), setup.seed());
        all.put("Model", model.name());
        all.put("Sampler", sampler(setup.sampling(), setup.integrates()));
        model.step().ifPresent(step -> all.put("Step", Long.toString(step)));
        return all;
    }

    /**
     * The same with one more.
     *
     * @param keyword such as {@code Labels}
     * @param text as it was asked for
     */
    public static Map<String, String> of(
            String command, SamplingSetup setup, String keyword, String text) {
        Map<String, String> all = of(command, setup);
        all.put(keyword, text);
        return all;
    }

    /** Of samples of a run that is under way. */
    public static Map<String, String> of(String command, String run, Sampling sampling, long seed) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Title", "eqm " + command + ": " + run);
        all.put("Command", "eqm " + command);
        all.put("Run", run);
        all.put("Seed", Long.toString(seed));
        all.put("Sampler", sampler(sampling, false));
        all.put("Guidance", number(sampling.cfg()));
        return all;
    }

    /** Such as {@code nag, eta=0.01, mu=0.3, 60 steps}. */
    private static String sampler(Sampling how, boolean integrates) {
        Object method = integrates ? how.integrator() : how.rule();
        Map<String, ?> known = integrates ? Integrators.examples() : UpdateRules.examples();
        String name =
                known.entrySet().stream()
                        .filter(e -> e.getValue().getClass() == method.getClass())
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse("");
        String text = method.toString();
        int values = text.indexOf('[');
        String shown =
                values < 0 || name.isEmpty()
                        ? text
                        : name + ", " + text.substring(values + 1, text.length() - 1);
        String end = how.gMin() > 0 ? " at most, until the gradient norm is " + how.gMin() : "";
        return shown.replaceFirst(", $", "") + ", " + how.steps() + " steps" + end;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
    }
}
